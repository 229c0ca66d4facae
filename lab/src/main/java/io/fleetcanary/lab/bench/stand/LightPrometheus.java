package io.fleetcanary.lab.bench.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Answers for counters that nobody has to scrape: requests flow as the route says, and turn bad in
 * a place at a given moment. Its clock may be ahead of ours; then a bake of no length sees a whole
 * interval at its first look.
 */
public final class LightPrometheus implements AutoCloseable {
  private static final Pattern QUERY = Pattern.compile("(\\w+)\\{(.*)}(?:\\[(\\d+)s])?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

  private static final String CANARY = "-canary";

  private static final long REQUESTS_PER_SECOND = 10_000;

  /** Share of a bad canary's requests that are errors. */
  private static final double BAD = 0.5;

  private static final long SCRAPE_MILLIS = 500;
  private static final Duration KEPT = Duration.ofSeconds(15);

  private final Instant begin = Instant.now().minus(Duration.ofMinutes(10));
  private final UnaryOperator<Place> places;
  private final ToIntFunction<Place> weights;
  private final ConcurrentMap<Place, Instant> badSince = new ConcurrentHashMap<>();
  private final ConcurrentMap<Place, ConcurrentSkipListSet<Instant>> answered =
      new ConcurrentHashMap<>();
  private final HttpListener listener = HttpListener.onLoopback(this::answer);
  private volatile Duration ahead = Duration.ZERO;
  private volatile Duration kept = KEPT;

  /**
   * Starts one.
   *
   * @param places where something really is that queries name
   * @param weights the canary's share there, percent
   */
  LightPrometheus(UnaryOperator<Place> places, ToIntFunction<Place> weights) {
    this.places = places;
    this.weights = weights;
  }

  /** Base URL, without {@code /api/v1}. */
  public URI uri() {
    return listener.uri();
  }

  /** Sets its clock. */
  public void runAhead(Duration time) {
    ahead = time;
  }

  /** Answers for that long back at most, for those who come late and ask for all since then. */
  public void keep(Duration time) {
    kept = time;
  }

  /** Half of the canary's requests are errors from now on. */
  public void turnBad(Place place, Instant since) {
    badSince.put(place, since);
  }

  /** All is well again everywhere. */
  public void turnGood() {
    badSince.clear();
  }

  /** When errors were last asked for there before a moment, and the answer was given. */
  public Optional<Instant> answered(Place place, Instant before) {
    return Optional.ofNullable(answered.get(place)).map(all -> all.lower(before));
  }

  /** When errors were first asked for there after a moment, and the answer was given. */
  public Optional<Instant> answeredAfter(Place place, Instant moment) {
    return Optional.ofNullable(answered.get(place)).map(all -> all.higher(moment));
  }

  @Override
  public void close() {
    listener.close();
  }

  private Answer answer(Request request) {
    Map<String, String> form = form(new String(request.body(), UTF_8));
    Matcher query = QUERY.matcher(form.getOrDefault("query", ""));
    if (!query.matches()) {
      return Answer.json(400, "{\"status\":\"error\",\"error\":\"not known here\"}");
    }
    Map<String, String> labels = labels(query.group(2));
    Place place = place(labels);
    boolean errors = query.group(1).startsWith("errors");
    boolean newest = query.group(3) == null;
    List<String> pods = List.of(labels.getOrDefault("pod", "").split("\\|", -1));
    String series =
        pods.stream()
            .map(
                pod -> {
                  double rate = rate(pod, place) / pods.size();
                  return series(pod, newest, errors ? errors(pod, place, rate) : requests(rate));
                })
            .collect(Collectors.joining(","));
    if (errors) {
      answered.computeIfAbsent(place, added -> new ConcurrentSkipListSet<>()).add(Instant.now());
    }
    return Answer.json(
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":[%s]}}"
            .formatted(newest ? "vector" : "matrix", series));
  }

  private LongUnaryOperator requests(double rate) {
    return at -> (long) ((at - begin.toEpochMilli()) / 1000.0 * rate);
  }

  private LongUnaryOperator errors(String pod, Place place, double rate) {
    Instant since = badSince.get(place);
    if (since == null || !pod.contains(CANARY)) {
      return at -> 0;
    }
    return at -> (long) (Math.max(0, at - since.toEpochMilli()) / 1000.0 * rate * BAD);
  }

  /** Of all pods of its arm together, which a query names and which share it equally. */
  private double rate(String pod, Place place) {
    int percent = weights.applyAsInt(place);
    return REQUESTS_PER_SECOND * (pod.contains(CANARY) ? percent : 100 - percent) / 100.0;
  }

  private String series(String pod, boolean newest, LongUnaryOperator counter) {
    long last = Instant.now().plus(ahead).toEpochMilli() / SCRAPE_MILLIS * SCRAPE_MILLIS;
    String metric = "\"metric\":{\"pod\":\"" + pod + "\"}";
    if (newest) {
      return "{" + metric + ",\"value\":" + sample(last, counter) + "}";
    }
    long scrapes = kept.toMillis() / SCRAPE_MILLIS;
    String samples =
        LongStream.rangeClosed(0, scrapes)
            .map(number -> last - (scrapes - number) * SCRAPE_MILLIS)
            .mapToObj(at -> sample(at, counter))
            .collect(Collectors.joining(","));
    return "{" + metric + ",\"values\":[" + samples + "]}";
  }

  private static String sample(long at, LongUnaryOperator counter) {
    long millis = at % 1000;
    String zeros = millis < 10 ? "00" : millis < 100 ? "0" : "";
    return "[" + at / 1000 + "." + zeros + millis + ",\"" + counter.applyAsLong(at) + "\"]";
  }

  private Place place(Map<String, String> labels) {
    return places.apply(
        new Place(labels.getOrDefault("cluster", ""), labels.getOrDefault("namespace", "")));
  }

  private static Map<String, String> labels(String matchers) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(matchers);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : List.of(body.split("&", -1))) {
      List<String> parts = List.of(pair.split("=", 2));
      if (parts.size() == 2) {
        fields.put(parts.get(0), URLDecoder.decode(parts.get(1), UTF_8));
      }
    }
    return fields;
  }
}
