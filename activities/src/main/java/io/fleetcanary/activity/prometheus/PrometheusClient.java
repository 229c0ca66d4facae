package io.fleetcanary.activity.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks one Prometheus, or what speaks its query API. Each call is one instant query; it blocks, and
 * ends at once when its thread is interrupted.
 */
public final class PrometheusClient {
  /** Enough for 100 pods × 20 label sets with their last samples; more is a query gone wrong. */
  static final int MAX_BYTES = 1 << 20;

  static final int MAX_SERIES = 2000;

  /** Prometheus 2.48 to 2.52 sent hints on naming as warnings; newer ones send them as infos. */
  private static final String HINT = "PromQL info";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI endpoint;

  /**
   * @param http shared by all clients of a worker
   * @param url base URL, without {@code /api/v1}
   */
  public PrometheusClient(HttpClient http, String url) {
    this.http = http;
    this.endpoint = URI.create(url.replaceAll("/+$", "") + "/api/v1/query");
  }

  /**
   * Evaluates a query at one instant. An empty list is no data, never 0.
   *
   * @param at milliseconds count
   * @param within how long the answer may take to begin
   * @throws NoAnswer whenever there is no answer that can be relied upon
   */
  public List<Series> query(String promql, Instant at, Duration within)
      throws NoAnswer, InterruptedException {
    String form = "query=" + encoded(promql) + "&time=" + BigDecimal.valueOf(at.toEpochMilli(), 3);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(within)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return read(response.statusCode(), body.readNBytes(MAX_BYTES + 1));
      }
    } catch (JsonProcessingException e) {
      throw new NoAnswer(false, "prometheus answers what is not JSON");
    } catch (IOException e) {
      throw new NoAnswer(true, "prometheus cannot be reached: " + e.getClass().getSimpleName());
    }
  }

  private static List<Series> read(int status, byte[] body) throws NoAnswer, IOException {
    if (body.length > MAX_BYTES) {
      throw new NoAnswer(false, "prometheus answers more than 1 MiB");
    }
    boolean refused = status == 400 || status == 422;
    if (status != 200 && !refused) {
      throw new NoAnswer(status >= 500 || status == 429, "prometheus answers HTTP " + status);
    }
    JsonNode answer = JSON.readTree(body);
    if (refused || !answer.path("status").asText().equals("success")) {
      throw new NoAnswer(false, "prometheus refuses: " + brief(answer.path("error").asText()));
    }
    for (JsonNode warning : answer.path("warnings")) {
      if (!warning.asText().startsWith(HINT)) {
        throw new NoAnswer(true, "prometheus warns: " + brief(warning.asText()));
      }
    }
    return series(answer.path("data"));
  }

  private static List<Series> series(JsonNode data) throws NoAnswer {
    JsonNode result = data.path("result");
    return switch (data.path("resultType").asText()) {
      case "scalar" -> List.of(new Series(new TreeMap<>(), List.of(sample(result))));
      case "vector", "matrix" -> {
        if (result.size() > MAX_SERIES) {
          throw new NoAnswer(false, "prometheus answers more than " + MAX_SERIES + " series");
        }
        List<Series> all = new ArrayList<>();
        for (JsonNode one : result) {
          all.add(new Series(labels(one.path("metric")), samples(one)));
        }
        yield all;
      }
      default -> throw new NoAnswer(false, "prometheus answers neither numbers nor samples");
    };
  }

  private static SortedMap<String, String> labels(JsonNode metric) {
    SortedMap<String, String> labels = new TreeMap<>();
    metric.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private static List<Sample> samples(JsonNode series) throws NoAnswer {
    if (series.has("value")) {
      return List.of(sample(series.path("value")));
    }
    List<Sample> samples = new ArrayList<>();
    for (JsonNode one : series.path("values")) {
      samples.add(sample(one));
    }
    return samples;
  }

  private static Sample sample(JsonNode pair) throws NoAnswer {
    if (!pair.path(0).isNumber() || !pair.path(1).isTextual()) {
      throw new NoAnswer(false, "prometheus answers a sample without time or value");
    }
    long millis = pair.path(0).decimalValue().movePointRight(3).longValue();
    return new Sample(Instant.ofEpochMilli(millis), number(pair.path(1).asText()));
  }

  private static double number(String text) throws NoAnswer {
    try {
      return switch (text) {
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new NoAnswer(false, "prometheus answers a value that is no number");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String brief(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  /** One series with its samples, oldest first; a scalar has no labels. */
  public record Series(SortedMap<String, String> labels, List<Sample> samples) {
    public Series {
      labels = new TreeMap<>(labels);
      samples = List.copyOf(samples);
    }
  }

  /** One value, which may be NaN or infinite. */
  public record Sample(Instant at, double value) {}

  /** Why there is no answer to rely upon, in one sentence. */
  public static final class NoAnswer extends Exception {
    private final boolean passing;

    NoAnswer(boolean passing, String message) {
      super(message);
      this.passing = passing;
    }

    /** Whether the same query may have an answer later. */
    public boolean passing() {
      return passing;
    }
  }
}
