package io.fleetcanary.lab.embedded.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String EXPOSED =
      """
      # TYPE http_requests_total counter
      http_requests_total{status="200"} 41
      http_requests_total{status="500"} 2 1764072000000
      vllm:time_to_first_token_seconds_bucket{le="+Inf"} 4.1e1
      """;

  private final HttpListener target = HttpListener.onLoopback(request -> Answer.text(200, EXPOSED));
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Prometheus prometheus = Prometheus.start(() -> List.copyOf(targets));

  @AfterEach
  void close() {
    prometheus.close();
    target.close();
    client.close();
  }

  @Test
  void answersWhatItHasScraped() {
    targets.add(pod("chat-a"));

    Eventually.within(
        SOON,
        () -> {
          JsonNode result = result("http_requests_total{status=\"500\"}");
          assertThat(result).hasSize(1);
          assertThat(result.get(0).get("metric").get("pod").asText()).isEqualTo("chat-a");
          assertThat(result.get(0).get("metric").get("cluster").asText()).isEqualTo("eu-1");
          assertThat(result.get(0).get("value").get(1).asText()).isEqualTo("2");
        });
    assertThat(result("up").get(0).get("value").get(1).asText()).isEqualTo("1");
  }

  @Test
  void answersRawSamplesOfARange() {
    targets.add(pod("chat-a"));

    Eventually.within(
        SOON,
        () -> {
          JsonNode found = result("http_requests_total{status=\"200\"}[1m]").get(0).get("values");
          assertThat(found).hasSizeGreaterThanOrEqualTo(3);
          double apart = found.get(1).get(0).asDouble() - found.get(0).get(0).asDouble();
          assertThat(apart).isGreaterThan(0.9);
        });
  }

  @Test
  void answersWholeStepsOfARange() {
    targets.add(pod("chat-a"));

    Eventually.within(
        SOON,
        () -> {
          JsonNode found = result("http_requests_total{status=\"200\"}[1m:2s]").get(0);
          assertThat(found.get("values")).hasSizeGreaterThanOrEqualTo(2);
          assertThat(found.get("values"))
              .allSatisfy(
                  value -> {
                    assertThat(value.get(0).asDouble() % 2).isZero();
                    assertThat(value.get(1).asText()).isEqualTo("41");
                  });
        });
  }

  @Test
  void makesOneNumberOfManySeries() {
    targets.add(pod("chat-a"));
    targets.add(pod("chat-b"));

    Eventually.within(SOON, () -> assertThat(number("sum(http_requests_total)")).isEqualTo("86"));
    assertThat(number("max(http_requests_total)")).isEqualTo("41");
    assertThat(number("avg(http_requests_total)")).isEqualTo("21.5");
    assertThat(result("avg(nothing)")).isEmpty();
  }

  @Test
  void forgetsAPodThatIsGone() {
    targets.add(pod("chat-a"));
    Eventually.within(SOON, () -> assertThat(result("up")).hasSize(1));

    targets.clear();

    Eventually.within(SOON, () -> assertThat(result("up")).isEmpty());
    assertThat(result("http_requests_total")).isEmpty();
    assertThat(result("http_requests_total[1m]")).hasSize(2);
  }

  @Test
  void saysThatAPodIsDownWhenItDoesNotAnswer() {
    targets.add(pod("chat-a"));
    Eventually.within(SOON, () -> assertThat(result("http_requests_total")).hasSize(2));

    target.close();

    Eventually.within(SOON, () -> assertThat(number("up")).isEqualTo("0"));
    assertThat(result("http_requests_total")).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotKnowAsPrometheusDoes() {
    HttpResponse<String> answer = get("rate(up[1m])");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"status\":\"error\"")
        .contains("\"errorType\":\"bad_data\"");
  }

  @Test
  void takesTheTimeAndPostedForms() {
    targets.add(pod("chat-a"));
    Eventually.within(SOON, () -> assertThat(result("up")).hasSize(1));
    String form = "query=" + encoded("up") + "&time=";

    assertThat(post(form + "1764072000.5").body()).contains("\"result\":[]");
    assertThat(post(form + encoded("2026-11-25T12:00:00Z")).body()).contains("\"result\":[]");
    assertThat(post(form + System.currentTimeMillis() / 1000.0).body()).contains("chat-a");
    assertThat(post(form + "yesterday").statusCode()).isEqualTo(400);
  }

  private Target pod(String name) {
    return new Target(
        target.uri(), new TreeMap<>(Map.of("cluster", "eu-1", "namespace", "a", "pod", name)));
  }

  private String number(String query) {
    return result(query).get(0).get("value").get(1).asText();
  }

  private JsonNode result(String query) {
    try {
      return new ObjectMapper().readTree(get(query).body()).get("data").get("result");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private HttpResponse<String> get(String query) {
    URI uri = prometheus.uri().resolve("/api/v1/query?query=" + encoded(query));
    return send(HttpRequest.newBuilder(uri).build());
  }

  private HttpResponse<String> post(String form) {
    return send(
        HttpRequest.newBuilder(prometheus.uri().resolve("/api/v1/query"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
