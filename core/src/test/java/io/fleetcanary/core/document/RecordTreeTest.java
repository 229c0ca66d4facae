package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTreeTest {
  @Test
  void namesFieldsAndWritesDurationsAndEnumsAsText() {
    assertThat(RecordTree.of(new Gate(Duration.ofMinutes(30), List.of("ops"), Duration.ZERO)))
        .isEqualTo(
            Map.of(
                "bake",
                "PT30M",
                "by",
                List.of("ops"),
                "within",
                "PT0S",
                "quorum",
                Map.of("count", 1, "identity", "CLAIMED", "people", List.of(), "asker", "")));
    assertThat(RecordTree.of(new FailurePolicy(FailurePolicy.Scope.WAVE, 2)))
        .isEqualTo(Map.of("scope", "WAVE", "budget", 2));
    assertThat(RecordTree.of(OnInconclusive.ROLL_BACK)).isEqualTo("ROLL_BACK");
  }

  @Test
  void wrapsOneKindOfAClosedSetInItsName() {
    assertThat(RecordTree.of(new Step.SetWeight(new TrafficWeight(5))))
        .isEqualTo(Map.of("setWeight", Map.of("weight", 5)));
    assertThat(RecordTree.of(new Revision("v2", "server", List.of(new Revision.Env("A", "b")))))
        .isEqualTo(
            Map.of(
                "name",
                "v2",
                "container",
                "server",
                "changes",
                List.of(Map.of("env", Map.of("name", "A", "value", "b")))));
  }

  /** Digests of plans that are under way stay what they are. */
  @Test
  void leavesOutAFlagThatJsonLeavesOut() {
    Metric.Gauge load = new Metric.Gauge("load", "q", List.of());
    Metric.Gauge tried = new Metric.Gauge("load", "q", List.of(), true, false);

    assertThat(RecordTree.of(load))
        .isEqualTo(Map.of("gauge", Map.of("name", "load", "query", "q", "criteria", List.of())));
    assertThat(RecordTree.of(tried))
        .hasToString(
            RecordTree.of(load).toString().replace("name=load", "name=load, onTrial=true"));
  }

  @Test
  void refusesWhatHasNoPlainForm() {
    assertThatIllegalArgumentException().isThrownBy(() -> RecordTree.of(Instant.EPOCH));
  }
}
