package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.metric.Counting;
import io.fleetcanary.activity.metric.Gauging;
import io.fleetcanary.activity.metric.Progress;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchStateTest {
  private static final ObjectMapper WIRE = Payloads.mapper();

  /** As long as numbers get. */
  private static final MeanShift SHIFT =
      new MeanShift(28_800, -1e9 / 3, 1e9 / 7, 288, 10, -1e-5 / 3, 287, -1e-5 / 7, 1e15 / 3);

  private static final List<Criterion> WORSE = List.of(new Criterion.Worse(0.1));

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
  void readsHeartbeatsThatKnowOfNoPods() throws Exception {
    ObjectNode older = golden().deepCopy();
    older.remove("ready");

    assertThat(WIRE.treeToValue(older, WatchState.class).ready()).isEmpty();
  }

  @Test
  void letsAPodWarmUpOnceForEveryStartOfItsModelServer() {
    Pod first = pod("c", 0, 5);
    Pod gone = pod("gone", 0, 5);
    WatchState known = new WatchState(List.of()).seeing(List.of(first, gone));

    WatchState unready = known.seeing(List.of(new Pod("c", false)));
    WatchState again = unready.seeing(List.of(pod("c", 0, 300)));
    WatchState restarted = again.seeing(List.of(pod("c", 310, 320), pod("new", 330, 340)));

    assertThat(unready.ready()).containsOnlyKeys("c");
    assertThat(again.ready()).containsExactly(entry("c", first.readiness().orElseThrow()));
    assertThat(restarted.ready())
        .containsExactly(
            entry("c", new Readiness(at(310), at(320))),
            entry("new", new Readiness(at(330), at(340))));
  }

  /** Where nobody reports its containers, the start of the pod is all that is known. */
  @Test
  void takesAPodForStartedAnewOnlyByALaterStart() {
    WatchState known = new WatchState(List.of()).seeing(List.of(pod("c", 10, 15)));

    assertThat(known.seeing(List.of(pod("c", 0, 300)))).isEqualTo(known);
  }

  @Test
  void knowsWhenWhatPodsAnswerIsCounted() {
    List<Pod> pods = List.of(pod("c", 0, 5), pod("d", 0, 7), new Pod("nobody-knows", true));
    WatchState state = new WatchState(List.of(counting(), new Gauging(0, List.of()))).seeing(pods);

    Duration minute = Duration.ofMinutes(1);
    Duration counted = minute.plusMillis(2 * (15_003 + 30_000));
    assertThat(state.seenBy(minute, pods)).isEqualTo(at(7).plus(counted));
    assertThat(state.seenBy(minute, pods.subList(0, 1))).isEqualTo(at(5).plus(counted));
    assertThat(state.seenBy(minute, List.of())).isEqualTo(Instant.MIN);
    assertThat(state.seenBy(Duration.ZERO, pods)).isEqualTo(Instant.MIN);
  }

  @Test
  void fitsOnlyTheMetricsItIsAbout() {
    Metric ratio = new Metric.Ratio("errors", "bad", "of", 50, WORSE);
    Metric gauge = new Metric.Gauge("gpu", "g", List.of(new Criterion.Max(95)));
    WatchState state = new WatchState(List.of(counting(), new Gauging(0, List.of(SHIFT))));

    AnalysisTemplate other = template(gauge, ratio);
    assertThat(state.continued(template(ratio, gauge))).isEqualTo(state);
    assertThat(state.continued(other)).isEqualTo(WatchState.start(other));
    assertThat(state.continued(template(ratio))).isEqualTo(WatchState.start(template(ratio)));
  }

  private static JsonNode golden() throws IOException {
    return WIRE.readTree(WatchStateTest.class.getResourceAsStream("/golden/WatchState.json"));
  }

  private static AnalysisTemplate template(Metric... metrics) {
    return new AnalysisTemplate(
        Duration.ofSeconds(10), 0.001, List.of(metrics), OnInconclusive.HOLD);
  }

  private static Pod pod(String name, int started, int since) {
    return new Pod(name, true, false, Optional.of(new Readiness(at(started), at(since))));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(1_700_000_000 + second);
  }

  /** With figures as long as they get. */
  private static Counting counting() {
    Counting start = (Counting) Progress.start(new Metric.Ratio("errors", "bad", "of", 50, WORSE));
    return new Counting(
        Duration.ofMillis(15_003),
        Duration.ofSeconds(30),
        123_456,
        new Counts(12_345_678, 123_456),
        new Counts(123_456_789, 234_567),
        new ShareSeen(1234, 56_789),
        1.7333333333333334,
        false,
        start.ratios());
  }
}
