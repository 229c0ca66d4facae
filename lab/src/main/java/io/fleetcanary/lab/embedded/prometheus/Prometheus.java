package io.fleetcanary.lab.embedded.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.lab.embedded.prometheus.QueryParser.BadQuery;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Scrapes targets and answers {@code /api/v1/query}, by GET and by POST. */
public final class Prometheus implements AutoCloseable {
  private static final String QUERY = "/api/v1/query";

  private final SeriesStore store = new SeriesStore();
  private final Scraper scraper;
  private final HttpListener listener;

  private Prometheus(Supplier<List<Target>> targets) {
    scraper = new Scraper(targets, store);
    listener = HttpListener.onLoopback(this::answer);
  }

  /** Starts to scrape; {@code targets} is asked every second. */
  public static Prometheus start(Supplier<List<Target>> targets) {
    Prometheus prometheus = new Prometheus(targets);
    prometheus.scraper.start();
    return prometheus;
  }

  /** Base URL, without {@code /api/v1}. */
  public URI uri() {
    return listener.uri();
  }

  @Override
  public void close() {
    listener.close();
    scraper.close();
  }

  private Answer answer(Request request) {
    return switch (request.path()) {
      case "/-/ready" -> Answer.text(200, "ready\n");
      case QUERY -> query(parameters(request));
      default -> Answer.text(404, "404 page not found\n");
    };
  }

  private Answer query(Map<String, String> parameters) {
    try {
      Query query = QueryParser.parse(parameters.getOrDefault("query", ""));
      Instant time =
          Optional.ofNullable(parameters.get("time")).map(Prometheus::time).orElseGet(Instant::now);
      return Answer.json(200, QueryResult.of(query, time, store).json());
    } catch (BadQuery refused) {
      return Answer.json(400, QueryResult.refusal(String.valueOf(refused.getMessage())));
    }
  }

  private static Instant time(String text) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
    } catch (DateTimeException | NumberFormatException wrong) {
      throw new BadQuery("time must be RFC 3339 or seconds since 1970, got " + text);
    }
  }

  /** Those of the URL, and those of a form in the body. */
  private static Map<String, String> parameters(Request request) {
    String inUrl = Optional.ofNullable(URI.create(request.target()).getRawQuery()).orElse("");
    Map<String, String> parameters = new TreeMap<>();
    for (String form : List.of(inUrl, new String(request.body(), UTF_8))) {
      for (String pair : form.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        if (parts.length == 2) {
          parameters.put(decode(parts[0]), decode(parts[1]));
        }
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
