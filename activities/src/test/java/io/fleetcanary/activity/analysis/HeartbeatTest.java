package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.metric.Counting;
import io.fleetcanary.activity.metric.Gauging;
import io.fleetcanary.activity.metric.Progress;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import io.fleetcanary.workflow.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatTest {
  private static final ObjectMapper WIRE = Payloads.mapper();
  private static final int MOST_BYTES = 32_768;
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final List<Metric> VLLM =
      Presets.named("vllm").orElseThrow().metrics().stream().map(HeartbeatTest::planned).toList();
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  /** With all that the preset measures, and names as Deployments make them. */
  @ParameterizedTest
  @CsvSource({"10, 8192", "60, 8192", "200, 12288", "500, 20480"})
  void carriesAllThatIsKnown(int pods, int bytes) throws Exception {
    WatchState state = counted(VLLM).seeing(pods(pods));

    byte[] sent = WIRE.writeValueAsBytes(state);

    assertThat(sent).hasSizeLessThanOrEqualTo(bytes);
    assertThat(WIRE.readValue(sent, WatchState.class)).isEqualTo(state);
  }

  /** Each look one of the pods is another one; sizes count once all of them have been. */
  @Test
  void staysTheSameWhilePodsComeAndGoForADay() throws Exception {
    WatchState state = counted(VLLM);
    List<Pod> pods = new ArrayList<>(pods(200));
    List<Integer> sizes = new ArrayList<>();
    for (int look = 0; look < 24 * 120; look++) {
      pods.set(look % 200, pod(1000 + look, 50_000 + look * 30));
      state = state.seeing(pods);
      if (look >= 200 && look % 120 == 119) {
        sizes.add(WIRE.writeValueAsBytes(state).length);
      }
    }

    assertThat(Collections.max(sizes) - Collections.min(sizes)).isLessThan(256);
  }

  @Test
  void writesFewPodsForPeopleToRead() throws Exception {
    WatchState state = counted(VLLM).seeing(List.of(pod(7, 0)));

    String pod = state.ready().firstKey();
    assertThat(WIRE.valueToTree(state).at("/ready/" + pod + "/started").asText())
        .isEqualTo("2023-11-14T22:13:20Z");
    assertThat(WIRE.valueToTree(state).has("packed")).isFalse();
  }

  /** As one version packed them; what says more of a pod comes behind the two times. */
  @Test
  void readsWhatAnotherWorkerHasPacked() throws Exception {
    String packed =
        "eJxLzkgs0TVUMDIwMtY1NNQ1NAkxMrIyNLYyMojCFDQ1iOJKBmkwQpczwabBBKRBISexJLUIALQG" + "F5g=";
    String sent = "{\"metrics\":[],\"ready\":{},\"packed\":\"" + packed + "\"}";

    assertThat(WIRE.readValue(sent, WatchState.class).ready())
        .containsOnlyKeys("chat-1", "chat-2")
        .containsEntry("chat-2", new Readiness(at(60), at(90)));
  }

  @Test
  void leavesOutPodsThatDoNotFitBesideTheMetrics() throws Exception {
    WatchState state = counted(VLLM).seeing(pods(3000));

    byte[] sent = WIRE.writeValueAsBytes(state);

    assertThat(sent).hasSizeLessThanOrEqualTo(MOST_BYTES);
    assertThat(WIRE.readValue(sent, WatchState.class)).isEqualTo(new WatchState(state.metrics()));
  }

  @Test
  void leavesOutMetricsThatCanBeCountedAgainAndNeverThePodsForThem() throws Exception {
    List<Metric> many =
        Stream.generate(() -> VLLM).limit(10).flatMap(List::stream).limit(80).toList();
    WatchState state = counted(many).seeing(pods(200));

    byte[] sent = WIRE.writeValueAsBytes(state);
    WatchState read = WIRE.readValue(sent, WatchState.class);

    assertThat(sent).hasSizeLessThanOrEqualTo(MOST_BYTES);
    assertThat(read.ready()).isEqualTo(state.ready());
    AnalysisTemplate template =
        new AnalysisTemplate(Duration.ofSeconds(30), 0.001, many, OnInconclusive.HOLD);
    assertThat(read.continued(template))
        .isEqualTo(new WatchState(WatchState.start(template).metrics(), state.ready()));
  }

  @Test
  void isNeverLargerThanItMayBe() throws Exception {
    for (int metrics = 1; metrics < 80; metrics += 3) {
      List<Metric> some =
          Stream.generate(() -> VLLM).limit(10).flatMap(List::stream).limit(metrics).toList();
      for (int pods : List.of(0, 20, 21, 900, 3000)) {
        WatchState state = counted(some).seeing(pods(pods));

        assertThat(WIRE.writeValueAsBytes(state)).hasSizeLessThanOrEqualTo(MOST_BYTES);
      }
    }
  }

  private static Metric planned(RolloutSpec.Metric metric) {
    return switch (metric.shape()) {
      case Shape.Query it -> new Metric.Gauge(metric.name(), it.query(), metric.criteria());
      case Shape.Counters it ->
          new Metric.Ratio(metric.name(), it.bad(), it.of(), 50, metric.criteria());
      case Shape.Histogram it ->
          new Metric.Latency(metric.name(), it.histogram(), 1, 50, metric.criteria());
    };
  }

  /** With figures as long as they get. */
  private static WatchState counted(List<Metric> metrics) {
    return new WatchState(metrics.stream().map(HeartbeatTest::counted).toList());
  }

  private static Progress counted(Metric metric) {
    return switch (Progress.start(metric)) {
      case Gauging none ->
          new Gauging(
              120,
              List.of(
                  new MeanShift(
                      28_800, -1e9 / 3, 1e9 / 7, 288, 10, -1e-5 / 3, 287, -1e-5 / 7, 1e15 / 3)));
      case Counting none ->
          new Counting(
              Duration.ofMillis(15_003),
              Duration.ofSeconds(30),
              123_456,
              new Counts(12_345_678_901L, 123_456_789),
              new Counts(123_456_789_012L, 234_567_890),
              new ShareSeen(1_234_567, 56_789_012),
              1.7333333333333334,
              false,
              none.ratios().stream().map(HeartbeatTest::noise).toList());
    };
  }

  /** No two doubles alike. */
  private static String noise(String ratio) {
    byte[] bytes = new byte[Base64.getDecoder().decode(ratio).length];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<Pod> pods(int count) {
    return IntStream.range(0, count).mapToObj(i -> pod(i, 4000 + i * 377 % 900_000)).toList();
  }

  private static Pod pod(int number, int started) {
    SplittableRandom random = new SplittableRandom(number);
    String set = number % 10 == 0 ? "canary-6c5f7d8b9-" : "7d9f8b6c54-";
    StringBuilder name = new StringBuilder("inference-chat-70b-").append(set);
    random.ints(5, 0, LETTERS.length()).forEach(i -> name.append(LETTERS.charAt(i)));
    int since = started + 30 + random.nextInt(200);
    return new Pod(
        name.toString(), true, false, Optional.of(new Readiness(at(started), at(since))));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(1_700_000_000 + second);
  }
}
