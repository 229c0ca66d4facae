package io.fleetcanary.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.spec.Specs;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Going on without evidence takes no less than the gates around it. */
class HoldQuorumTest {
  private static final Approver ANN = new Approver("ann", List.of("key"));
  private static final Approver BOB = new Approver("bob", List.of("key"));
  private static final Approver EVE = new Approver("eve", List.of());
  private static final Quorum KNOWN =
      new Quorum(1, Identity.CLAIMED, List.of(ANN, BOB, EVE), "carl");
  private static final Quorum TWO_SURE =
      new Quorum(2, Identity.VERIFIED, List.of(ANN, BOB), "carl");
  private static final Quorum EVE_TOO = new Quorum(1, Identity.CLAIMED, List.of(EVE), "carl");

  @Test
  void takesAnybodyKnownWhereNoGateAsks() {
    assertThat(plan(KNOWN, open(), open()).holds(0)).containsExactly(KNOWN);
    assertThat(plan(KNOWN, open(), open()).holds(1)).containsExactly(KNOWN);
  }

  @Test
  void takesTheGateThatLetTheRolloutIn() {
    RolloutPlan plan = plan(KNOWN, asks(TWO_SURE), open(), open());

    assertThat(plan.holds(1)).containsExactly(TWO_SURE);
    assertThat(plan.holds(2)).containsExactly(KNOWN);
  }

  @Test
  void takesTheGateThatIsToJudgeTheWave() {
    assertThat(plan(KNOWN, asks(TWO_SURE), open()).holds(0)).containsExactly(TWO_SURE);
  }

  @Test
  void takesBothWhereNeitherCoversTheOther() {
    assertThat(plan(KNOWN, asks(EVE_TOO), asks(TWO_SURE)).holds(1))
        .containsExactly(EVE_TOO, TWO_SURE);
    assertThat(plan(KNOWN, asks(KNOWN), asks(TWO_SURE)).holds(1)).containsExactly(TWO_SURE);
  }

  @Test
  void isNeverLessSureThanTheStrictestClusterWantsIt() {
    Quorum sure = new Quorum(1, Identity.VERIFIED, KNOWN.people(), "carl");

    assertThat(plan(sure, asks(EVE_TOO), open()).holds(0)).containsExactly(EVE_TOO, sure);
  }

  private static Gate open() {
    return new Gate(Duration.ZERO, List.of(), Duration.ofHours(24));
  }

  private static Gate asks(Quorum quorum) {
    return new Gate(Duration.ZERO, List.of("sre"), Duration.ofHours(24), quorum);
  }

  private static RolloutPlan plan(Quorum holds, Gate... gates) {
    RolloutPlan any =
        Fleets.plan(
            Specs.valid(Specs.tree(Specs.FULL)), Fleets.of("eu-1", "eu-2", "us-1", "us-2"), "id");
    List<Wave> waves =
        Stream.of(gates).map(gate -> new Wave("a", List.of(), 1, List.of(), gate)).toList();
    return new RolloutPlan(
        any.rolloutId(),
        any.service(),
        any.namespace(),
        any.revision(),
        any.rules(),
        waves,
        any.failure(),
        holds,
        any.digest());
  }
}
