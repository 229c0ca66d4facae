package io.fleetcanary.workflow.search;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class ListEntryTest {
  private static final String[] ALL = RolloutAttributes.all().keySet().toArray(String[]::new);

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void followsTheRolloutFromPhaseToPhase() {
    bench.fleet().knows(ALL);
    bench.fleet().plans(fleet(wave("first", Plans.approval(Duration.ZERO), "eu-1")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");

    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    run.await(() -> set(run).contains("RolloutNeedsApproval=true"), "what is set");
    run.update("approve", Map.of("gate", "first", "digest", run.fleet().digest(), "by", "ann"));
    run.promoted();

    assertThat(set(run))
        .containsSubsequence(
            "RolloutPhase=\"PLANNING\"",
            "RolloutPhase=\"RELEASING\"",
            "RolloutPhase=\"WAITING_FOR_APPROVAL\"",
            "RolloutNeedsApproval=false",
            "RolloutPhase=\"PROMOTED\"")
        .contains("RolloutService=\"inference/chat\"", "RolloutRevision=\"2026.11.3\"")
        .endsWith("RolloutPhase=\"PROMOTED\"");
  }

  @Test
  void saysHowARolloutEndedThatWasRefused() {
    bench.fleet().knows(ALL);
    bench.fleet().refuses("image: must have a digest");
    Run run = bench.startFleet();

    run.failure();

    assertThat(set(run)).contains("RolloutPhase=\"REFUSED\"");
  }

  @Test
  void setsOnlyWhatExists() {
    bench.fleet().knows("RolloutPhase");
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    Run run = bench.startFleet();
    run.promoted();

    assertThat(set(run))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).startsWith("RolloutPhase="));
  }

  @Test
  void setsNothingWhereNothingExists() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    Run run = bench.startFleet();
    run.promoted();

    assertThat(set(run)).isEmpty();
  }

  private List<String> set(Run run) {
    return bench.history(run).stream()
        .filter(HistoryEvent::hasUpsertWorkflowSearchAttributesEventAttributes)
        .map(event -> event.getUpsertWorkflowSearchAttributesEventAttributes())
        .flatMap(event -> event.getSearchAttributes().getIndexedFieldsMap().entrySet().stream())
        .map(entry -> entry.getKey() + "=" + entry.getValue().getData().toStringUtf8())
        .toList();
  }
}
