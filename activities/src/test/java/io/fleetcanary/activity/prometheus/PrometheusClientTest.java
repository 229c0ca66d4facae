package io.fleetcanary.activity.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fleetcanary.activity.prometheus.PrometheusClient.NoAnswer;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusClientTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

  private final FakePrometheus prometheus = new FakePrometheus();
  private final PrometheusClient client =
      new PrometheusClient(HttpClient.newHttpClient(), prometheus.url() + "/");

  @AfterEach
  void stop() {
    prometheus.close();
  }

  @Test
  void readsRawSamplesOldestFirst() throws Exception {
    prometheus.series("up{pod=\"a\"}").putAll(Map.of(NOW.minusMillis(500), 1.0, NOW, 2.0));

    List<Series> series = client.query("up{pod=\"a\"}[10s]", NOW, Duration.ofSeconds(5));

    assertThat(series)
        .containsExactly(
            new Series(
                new TreeMap<>(Map.of("__name__", "up", "pod", "a")),
                List.of(new Sample(NOW.minusMillis(500), 1), new Sample(NOW, 2))));
  }

  @Test
  void readsVectorsAndScalars() throws Exception {
    answers("vector", "[{\"metric\":{\"pod\":\"a\"},\"value\":[1.5,\"97.25\"]}]");
    assertThat(values()).containsExactly(97.25);

    answers("scalar", "[1.5,\"3\"]");
    assertThat(values()).containsExactly(3.0);
  }

  @Test
  void readsWhatIsNotANumberAsWhatItIs() throws Exception {
    answers("vector", "[" + value("NaN") + "," + value("+Inf") + "," + value("-Inf") + "]");

    assertThat(values())
        .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  @Test
  void readsAnEmptyVectorAsNoDataNotAsZero() throws Exception {
    answers("vector", "[]");

    assertThat(values()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, false, prometheus refuses: parse error",
    "422, false, prometheus refuses: parse error",
    "401, false, prometheus answers HTTP 401",
    "302, false, prometheus answers HTTP 302",
    "429, true, prometheus answers HTTP 429",
    "500, true, prometheus answers HTTP 500",
    "503, true, prometheus answers HTTP 503"
  })
  void tellsWhatMayPassFromWhatWillNot(int status, boolean passing, String message) {
    prometheus.answersOnly(status, "{\"status\":\"error\",\"error\":\"parse error\"}");

    assertRefused(passing, message);
  }

  @Test
  @DisplayName("F22: does not trust an answer with warnings")
  void doesNotTrustAnAnswerWithWarnings() {
    prometheus.answersOnly(200, success("vector", "[]", ",\"warnings\":[\"store a is away\"]"));

    assertRefused(true, "prometheus warns: store a is away");
  }

  @Test
  void ignoresHintsOnNaming() throws Exception {
    prometheus.answersOnly(
        200, success("vector", "[]", ",\"warnings\":[\"PromQL info: might not be a counter\"]"));

    assertThat(values()).isEmpty();
  }

  @Test
  @DisplayName("F21: refuses an answer that is too large")
  void refusesAnAnswerThatIsTooLarge() {
    prometheus.answersOnly(200, " ".repeat(PrometheusClient.MAX_BYTES + 1));

    assertRefused(false, "prometheus answers more than 1 MiB");
  }

  @Test
  @DisplayName("F21: refuses too many series")
  void refusesTooManySeries() {
    answers(
        "vector",
        IntStream.rangeClosed(0, PrometheusClient.MAX_SERIES)
            .mapToObj(i -> value("1"))
            .collect(Collectors.joining(",", "[", "]")));

    assertRefused(false, "prometheus answers more than 2000 series");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<html>; prometheus answers what is not JSON",
        "{}; 'prometheus refuses: '",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"string\"}}; prometheus answers neither numbers nor samples",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[]}}; prometheus answers a sample without time or value",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"x\"]}}; prometheus answers a value that is no number"
      })
  void refusesWhatItCannotRead(String body, String message) {
    prometheus.answersOnly(200, body);

    assertRefused(false, message);
  }

  @Test
  void givesUpWhenTheAnswerIsLate() {
    prometheus.hangsOn("");

    assertThatThrownBy(() -> client.query("up", NOW, Duration.ofMillis(100)))
        .isInstanceOf(NoAnswer.class)
        .hasMessage("prometheus cannot be reached: HttpTimeoutException");
  }

  @Test
  void saysSoWhenNobodyListens() {
    prometheus.close();

    assertRefused(true, "prometheus cannot be reached: ConnectException");
  }

  private void assertRefused(boolean passing, String message) {
    assertThatThrownBy(this::values)
        .hasMessage(message)
        .asInstanceOf(type(NoAnswer.class))
        .extracting(NoAnswer::passing)
        .isEqualTo(passing);
  }

  private List<Double> values() throws Exception {
    return client.query("up", NOW, Duration.ofSeconds(5)).stream()
        .map(series -> series.samples().getFirst().value())
        .toList();
  }

  private void answers(String type, String result) {
    prometheus.answersOnly(200, success(type, result, ""));
  }

  private static String success(String type, String result, String more) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":%s}%s}"
        .formatted(type, result, more);
  }

  private static String value(String value) {
    return "{\"metric\":{},\"value\":[1.5,\"" + value + "\"]}";
  }
}
