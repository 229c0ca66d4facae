package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.activity.analysis.WatchState.Counting;
import io.fleetcanary.activity.analysis.WatchState.Gauging;
import io.fleetcanary.activity.analysis.WatchState.Progress;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchStateTest {
  private static final ObjectMapper WIRE = Payloads.mapper();

  /** As long as numbers get. */
  private static final MeanShift SHIFT =
      new MeanShift(28_800, -1e9 / 3, 1e9 / 7, 288, 10, -1e-5 / 3, 287, -1e-5 / 7, 1e15 / 3);

  private static final List<Criterion> WORSE = List.of(new Criterion.Worse(0.1));

  @Test
  void comesBackFromTheWireToTheLastBit() throws Exception {
    WatchState state = new WatchState(List.of(counting(), new Gauging(2, List.of(SHIFT))));

    WatchState read = WIRE.readValue(WIRE.writeValueAsString(state), WatchState.class);

    assertThat(read).isEqualTo(state);
    assertThat(((Counting) read.metrics().getFirst()).evidence(WORSE)).isEqualTo(evidence());
  }

  /** Workers of two versions may share a watch; what one has written never changes its shape. */
  @Test
  void readsAndWritesHeartbeatsAsItAlwaysDid() throws Exception {
    JsonNode written = golden();

    WatchState read = WIRE.treeToValue(written, WatchState.class);

    assertThat(WIRE.readTree(WIRE.writeValueAsString(read))).isEqualTo(written);
    assertThat(read.metrics()).hasSize(2);
    assertThat(((Counting) read.metrics().getFirst()).canary().requests()).isEqualTo(12_345_678);
  }

  @Test
  void ignoresWhatANewerVersionAddsToItsHeartbeats() throws Exception {
    ObjectNode newer = golden().deepCopy();
    newer.put("added", "later");
    ((ObjectNode) newer.at("/metrics/0/counting")).put("added", 7);

    assertThat(WIRE.treeToValue(newer, WatchState.class))
        .isEqualTo(WIRE.treeToValue(golden(), WatchState.class));
  }

  @Test
  void isSmallEnoughForAHeartbeatOrSaysThatItIsNot() throws Exception {
    WatchState small = new WatchState(Collections.<Progress>nCopies(11, counting()));
    WatchState large = new WatchState(Collections.<Progress>nCopies(12, counting()));

    assertThat(small.isSmall()).isTrue();
    assertThat(WIRE.writeValueAsBytes(small)).hasSizeLessThanOrEqualTo(8192);
    assertThat(large.isSmall()).isFalse();
  }

  @Test
  void isSmallWithGaugesThatAreComparedToo() throws Exception {
    WatchState most =
        new WatchState(Collections.<Progress>nCopies(30, new Gauging(120, List.of(SHIFT))));

    assertThat(most.isSmall()).isTrue();
    assertThat(WIRE.writeValueAsBytes(most)).hasSizeLessThanOrEqualTo(8192);
  }

  @Test
  void readsAGaugeOfAWorkerThatComparedNone() throws Exception {
    Progress read = WIRE.readValue("{\"gauging\":{\"beyond\":2}}", Progress.class);

    assertThat(read).isEqualTo(new Gauging(2, List.of()));
    assertThat(WIRE.writeValueAsString(read)).isEqualTo("{\"gauging\":{\"beyond\":2}}");
  }

  @Test
  void fitsOnlyTheMetricsItIsAbout() {
    Metric ratio = new Metric.Ratio("errors", "bad", "of", 50, WORSE);
    Metric gauge = new Metric.Gauge("gpu", "g", List.of(new Criterion.Max(95)));
    WatchState state = new WatchState(List.of(counting(), new Gauging(0, List.of(SHIFT))));

    assertThat(state.fitsTo(template(ratio, gauge))).isTrue();
    assertThat(state.fitsTo(template(gauge, ratio))).isFalse();
    assertThat(state.fitsTo(template(ratio))).isFalse();
  }

  private static JsonNode golden() throws IOException {
    return WIRE.readTree(WatchStateTest.class.getResourceAsStream("/golden/WatchState.json"));
  }

  private static AnalysisTemplate template(Metric... metrics) {
    return new AnalysisTemplate(
        Duration.ofSeconds(10), 0.001, List.of(metrics), OnInconclusive.HOLD);
  }

  private static Counting counting() {
    return Counting.start(WORSE)
        .timed(Duration.ofMillis(15_003), Duration.ofSeconds(30))
        .with(123_456, evidence());
  }

  private static CountEvidence evidence() {
    return CountEvidence.none(WORSE, 1)
        .plus(new Interval(new Counts(12_345_678, 123_456), new Counts(123_456_789, 234_567)));
  }
}
