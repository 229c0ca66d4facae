package io.fleetcanary.activity.prometheus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Prometheus on loopback that holds raw samples and answers what this product asks: a selector,
 * with or without a range, or avg, sum, max of one that may have to be fresh, or the names of all
 * series of a track.
 */
public final class FakePrometheus implements AutoCloseable {
  private static final Pattern QUERY =
      Pattern.compile(
          "(?:(avg|sum|max)\\()?([\\w:]+)\\{(.*)}(?:\\[(?:(\\d+s)|(\\d+[sm]):(\\d+[sm]))])?\\)?");

  /** A selector that takes no series whose last sample is older. */
  private static final Pattern FRESH =
      Pattern.compile("\\(([\\w:]+\\{[^}]*}) and last_over_time\\(\\1\\[(\\d+s)]\\)\\)");

  private static final Pattern NAMES = Pattern.compile("count\\(\\{(.*)}\\)by\\(__name__\\)");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\",?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<StoredSeries> stored = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Supplier<Answer> trouble = () -> Answer.NONE;
  private volatile Optional<String> slow = Optional.empty();

  public FakePrometheus() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/v1/query", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A series, e.g. {@code up{pod="a"}}; samples are put by time. */
  public NavigableMap<Instant, Double> series(String selector) {
    Matcher query = QUERY.matcher(selector);
    if (!query.matches()) {
      throw new IllegalArgumentException(selector);
    }
    SortedMap<String, String> labels = new TreeMap<>(Map.of("__name__", query.group(2)));
    MATCHER.matcher(query.group(3)).results().forEach(m -> labels.put(m.group(1), m.group(3)));
    return stored.stream()
        .filter(one -> one.labels().equals(labels))
        .findFirst()
        .orElseGet(() -> added(labels))
        .samples();
  }

  /** From now on it answers this, whatever is asked. */
  public void answersOnly(int status, String body) {
    trouble = () -> new Answer(status, body);
  }

  /** The next answer is this status, without a body. */
  public void answersOnlyOnce(int status) {
    trouble =
        () -> {
          recovers();
          return new Answer(status, "");
        };
  }

  /** From now on it does not answer in time what has this in it: everything, if empty. */
  public void hangsOn(String part) {
    slow = Optional.of(part);
  }

  public void recovers() {
    slow = Optional.empty();
    trouble = () -> Answer.NONE;
  }

  /** Drops all samples before {@code limit}. */
  public void forgets(Instant limit) {
    stored.forEach(one -> one.samples().headMap(limit).clear());
  }

  /** Drops all samples after {@code limit}. */
  public void cutsOff(Instant limit) {
    stored.forEach(one -> one.samples().tailMap(limit, false).clear());
  }

  /** Queries in the order they came, with their times. */
  public List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private StoredSeries added(SortedMap<String, String> labels) {
    StoredSeries series = new StoredSeries(labels, new ConcurrentSkipListMap<>());
    stored.add(series);
    return series;
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    String promql = form.getOrDefault("query", "");
    asked.add(promql);
    if (slow.filter(promql::contains).isPresent()) {
      sleep(Duration.ofSeconds(3));
    }
    Answer answer = trouble.get();
    if (answer.equals(Answer.NONE)) {
      answer = answer(promql, form.getOrDefault("time", ""));
    }
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] both = pair.split("=", 2);
      form.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private Answer answer(String promql, String time) throws IOException {
    Matcher names = NAMES.matcher(promql);
    if (names.matches()) {
      return success("vector", names(names.group(1)));
    }
    Matcher fresh = FRESH.matcher(promql);
    Duration lookback = fresh.find() ? time(fresh.group(2)) : StoredSeries.LOOKBACK;
    Matcher query = QUERY.matcher(fresh.replaceAll("$1"));
    if (!query.matches() || time.isEmpty()) {
      return new Answer(
          400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}");
    }
    Instant at = Instant.ofEpochMilli(new BigDecimal(time).movePointRight(3).longValue());
    List<StoredSeries> found = stored.stream().filter(one -> matches(one.labels(), query)).toList();
    if (query.group(1) != null) {
      return success("vector", aggregated(query.group(1), found, at, lookback));
    }
    if (query.group(4) != null) {
      return success("matrix", ranges(found, at, time(query.group(4))));
    }
    return query.group(5) == null
        ? success("vector", instants(found, at, lookback))
        : success("matrix", steps(found, at, time(query.group(5)), time(query.group(6))));
  }

  private static Duration time(String text) {
    return Duration.parse("PT" + text);
  }

  private List<Object> names(String matchers) {
    return stored.stream()
        .filter(one -> matches(one.labels(), matchers))
        .map(one -> Map.of("__name__", String.valueOf(one.labels().get("__name__"))))
        .distinct()
        .<Object>map(name -> Map.of("metric", name, "value", pair(Instant.EPOCH, 1)))
        .toList();
  }

  private static Answer success(String type, List<Object> result) throws IOException {
    Map<String, Object> data = Map.of("resultType", type, "result", result);
    return new Answer(200, JSON.writeValueAsString(Map.of("status", "success", "data", data)));
  }

  private static boolean matches(SortedMap<String, String> labels, Matcher query) {
    return query.group(2).equals(labels.get("__name__")) && matches(labels, query.group(3));
  }

  private static boolean matches(SortedMap<String, String> labels, String matchers) {
    return MATCHER
        .matcher(matchers)
        .results()
        .allMatch(
            m -> {
              String value = labels.getOrDefault(m.group(1), "");
              return m.group(2).equals("=") ? value.equals(m.group(3)) : value.matches(m.group(3));
            });
  }

  private static List<Object> ranges(List<StoredSeries> found, Instant at, Duration range) {
    List<Object> result = new ArrayList<>();
    for (StoredSeries one : found) {
      List<Object> values =
          one.samples().subMap(at.minus(range), true, at, true).entrySet().stream()
              .<Object>map(sample -> pair(sample.getKey(), sample.getValue()))
              .toList();
      if (!values.isEmpty()) {
        result.add(Map.of("metric", one.labels(), "values", values));
      }
    }
    return result;
  }

  /** Every so many seconds, on the clock's own grid. */
  private static List<Object> steps(
      List<StoredSeries> found, Instant at, Duration range, Duration apart) {
    List<Object> result = new ArrayList<>();
    long every = apart.toSeconds();
    long first = Math.ceilDiv(at.minus(range).getEpochSecond(), every) * every;
    for (StoredSeries one : found) {
      List<Object> values = new ArrayList<>();
      for (long second = first; second <= at.getEpochSecond(); second += every) {
        Instant step = Instant.ofEpochSecond(second);
        one.at(step, StoredSeries.LOOKBACK).forEach(value -> values.add(pair(step, value)));
      }
      if (!values.isEmpty()) {
        result.add(Map.of("metric", one.labels(), "values", values));
      }
    }
    return result;
  }

  private static List<Object> instants(List<StoredSeries> found, Instant at, Duration lookback) {
    return found.stream()
        .flatMap(
            it -> it.at(at, lookback).map(v -> Map.of("metric", it.labels(), "value", pair(at, v))))
        .<Object>map(one -> one)
        .toList();
  }

  private static List<Object> aggregated(
      String how, List<StoredSeries> found, Instant at, Duration lookback) {
    List<Double> values = found.stream().flatMap(one -> one.at(at, lookback)).toList();
    if (values.isEmpty()) {
      return List.of();
    }
    DoubleSummaryStatistics all = values.stream().mapToDouble(v -> v).summaryStatistics();
    double value =
        switch (how) {
          case "avg" -> all.getAverage();
          case "sum" -> all.getSum();
          default -> all.getMax();
        };
    return List.of(Map.of("metric", Map.of(), "value", pair(at, value)));
  }

  private static List<Object> pair(Instant at, double value) {
    return List.of(BigDecimal.valueOf(at.toEpochMilli(), 3), String.valueOf(value));
  }

  /** This is the slow answer that a test has asked for. */
  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Answer(int status, String body) {
    static final Answer NONE = new Answer(0, "");
  }
}
