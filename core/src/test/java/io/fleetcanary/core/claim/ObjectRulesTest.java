package io.fleetcanary.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.Holder.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the exploration does not show: changes that somebody else makes. */
class ObjectRulesTest {
  private static final Writer ME = new Writer("chat-1", "run");
  private static final Claim MINE = new Claim("chat-1", Direction.FORWARD, 1);

  @Test
  void claimsNothingThatChangedSinceItWasRecorded() {
    var changed = new Seen(true, Optional.empty(), false);

    assertThat(ObjectRules.claim(ME, changed, held(Phase.FORWARD)))
        .isEqualTo(new Fenced<>(Fence.CHANGED, ""));
  }

  @Test
  void neverTakesAnObjectThatSomebodyElseClaims() {
    var foreign = new Seen(true, Optional.of(Claim.read("somebody")), true);

    assertThat(ObjectRules.claim(ME, foreign, held(Phase.FORWARD)))
        .isEqualTo(new Fenced<>(Fence.FOREIGN, "somebody"));
    assertThat(ObjectRules.forward(ME, 1, foreign, held(Phase.FORWARD)))
        .isEqualTo(new Fenced<>(Fence.FOREIGN, "somebody"));
    assertThat(ObjectRules.turn(ME, foreign, held(Phase.FORWARD))).isEqualTo(new Done<>());
    assertThat(ObjectRules.release(ME, foreign, held(Phase.BACK))).isEqualTo(new Done<>());
  }

  @Test
  void takesTheMarkOfARolloutThatHasEndedForNone() {
    var undone = new Seen(true, Optional.of(Claim.read("ended/forward/7")), true);
    var ledger =
        new LedgerState(held(Phase.FORWARD).holder(), Endings.NONE.with("ended", Ending.RETURNED));

    assertThat(ObjectRules.claim(ME, undone, ledger))
        .isEqualTo(new Write<>(Optional.of(Claim.forward(ME, 0))));
    assertThat(ObjectRules.turn(ME, undone, ledger))
        .isEqualTo(new Write<>(Optional.of(Claim.back(ME))));
    assertThat(ObjectRules.turn(ME, undone, ledger.in(Phase.BACK))).isEqualTo(new Done<>());
  }

  @Test
  void createsNothingInPlaceOfAForeignObject() {
    var foreign = new Seen(true, Optional.empty(), false);

    assertThat(ObjectRules.create(ME, foreign, held(Phase.FORWARD)))
        .isEqualTo(new Fenced<>(Fence.NOT_OURS, ""));
  }

  @Test
  void stopsWhenSomebodyRemovedTheClaimOrTheObject() {
    var unclaimed = new Seen(true, Optional.empty(), false);

    assertThat(ObjectRules.forward(ME, 1, unclaimed, held(Phase.FORWARD)))
        .isEqualTo(new Fenced<>(Fence.UNCLAIMED, ""));
    assertThat(ObjectRules.forward(ME, 1, Seen.ABSENT, held(Phase.FORWARD)))
        .isEqualTo(new Fenced<>(Fence.GONE, ""));
  }

  @Test
  void turnsAgainWhenSomebodyGaveTheCanaryRequestsAfterItWasTurned() {
    var raised = new Seen(true, Optional.of(new Claim("chat-1", Direction.BACK, 0)), false);

    assertThat(ObjectRules.turn(ME, raised, held(Phase.BACK)))
        .isEqualTo(new Write<>(Optional.of(Claim.back(ME))));
  }

  @Test
  void turnsWhatCarriesItsOwnMarkWhateverTheLedgerSays() {
    var mine = new Seen(true, Optional.of(MINE), false);
    var back = new Write<>(Optional.of(Claim.back(ME)));

    assertThat(ObjectRules.turnMarked(ME, mine)).isEqualTo(back);
    for (Phase phase : Phase.values()) {
      assertThat(ObjectRules.turn(ME, mine, held(phase))).isEqualTo(back);
    }
    assertThat(ObjectRules.turnMarked(ME, new Seen(true, Optional.empty(), false)))
        .isEqualTo(new Fenced<>(Fence.UNCLAIMED, ""));
  }

  @Test
  void touchesOnlyItsOwnMarkWhenTheLedgerCannotBeRead() {
    var mine = new Seen(true, Optional.of(MINE), true);
    var free = new Seen(true, Optional.empty(), true);

    assertThat(ObjectRules.claim(ME, free, LedgerState.UNREADABLE))
        .isEqualTo(new Fenced<>(Fence.UNREADABLE, ""));
    assertThat(ObjectRules.forward(ME, 1, mine, LedgerState.UNREADABLE))
        .isEqualTo(new Fenced<>(Fence.UNREADABLE, ""));
    assertThat(ObjectRules.turn(ME, free, LedgerState.UNREADABLE)).isEqualTo(new Done<>());
    assertThat(ObjectRules.release(ME, mine, LedgerState.UNREADABLE))
        .isEqualTo(new Write<>(Optional.empty()));
  }

  @Test
  void writesNothingIntoALedgerThatCannotBeRead() {
    assertThat(LedgerRules.claim(ME, LedgerState.UNREADABLE))
        .isEqualTo(new Fenced<>(Fence.UNREADABLE, ""));
    assertThat(LedgerRules.close(ME, LedgerState.UNREADABLE))
        .isEqualTo(new Fenced<>(Fence.UNREADABLE, ""));
    assertThat(LedgerRules.bar(ME, LedgerState.UNREADABLE)).isEqualTo(new Done<>());
    assertThat(LedgerRules.turn(ME, LedgerState.UNREADABLE)).isEqualTo(new Done<>());
    assertThat(LedgerRules.free(ME, LedgerState.UNREADABLE)).isEqualTo(new Done<>());
  }

  @Test
  void restoresAlsoWhenSomebodyRemovedTheClaim() {
    var unclaimed = new Seen(true, Optional.empty(), false);

    assertThat(ObjectRules.restore(ME, unclaimed, held(Phase.BACK)))
        .isEqualTo(new Write<>(Optional.empty()));
  }

  @Test
  void releasesWhatIsOursEvenWhenTheLedgerIsLost() {
    var mine = new Seen(true, Optional.of(MINE), true);

    assertThat(ObjectRules.release(ME, mine, LedgerState.NEW))
        .isEqualTo(new Write<>(Optional.empty()));
  }

  @Test
  void removesOnlyRemainsOfRolloutsThatHaveEnded() {
    var ledger = new LedgerState(held(Phase.FORWARD).holder(), ended("chat-0"));
    var remains = new Seen(true, Optional.of(new Claim("chat-0", Direction.FORWARD, 0)), true);
    var foreign = new Seen(true, Optional.of(new Claim("other", Direction.FORWARD, 0)), true);

    assertThat(ObjectRules.clear(ME, remains, ledger)).isEqualTo(new Write<>(Optional.empty()));
    assertThat(ObjectRules.clear(ME, foreign, ledger)).isEqualTo(new Done<>());
  }

  @Test
  void sweepsUpOnlyWhatAnEndedRolloutHasLeftInAFreeLedger() {
    var free = new LedgerState(Optional.empty(), ended("chat-0"));
    var remains = new Seen(true, Optional.of(new Claim("chat-0", Direction.FORWARD, 0)), true);
    var used = new Seen(true, remains.claim(), false);
    var unknown = new Seen(true, Optional.of(new Claim("chat-2", Direction.FORWARD, 0)), true);
    var unmarked = new Seen(true, Optional.empty(), true);
    var held = new LedgerState(held(Phase.FORWARD).holder(), ended("chat-0"));

    assertThat(ObjectRules.sweep(remains, free)).isEqualTo(new Write<>(Optional.empty()));
    assertThat(ObjectRules.sweep(Seen.ABSENT, free)).isEqualTo(new Done<>());
    assertThat(ObjectRules.sweep(used, free)).isEqualTo(new Fenced<>(Fence.CHANGED, ""));
    assertThat(ObjectRules.sweep(unknown, free)).isEqualTo(new Fenced<>(Fence.NOT_OURS, "chat-2"));
    assertThat(ObjectRules.sweep(unmarked, free)).isEqualTo(new Fenced<>(Fence.NOT_OURS, ""));
    assertThat(ObjectRules.sweep(remains, held)).isEqualTo(new Fenced<>(Fence.FOREIGN, "chat-1"));
    assertThat(ObjectRules.sweep(remains, LedgerState.UNREADABLE))
        .isEqualTo(new Fenced<>(Fence.UNREADABLE, ""));
  }

  private static LedgerState held(Phase phase) {
    return new LedgerState(
        Optional.of(new Holder("chat-1", "run", phase, List.of())), Endings.NONE);
  }

  private static Endings ended(String rollout) {
    return Endings.NONE.with(rollout, Ending.RETURNED);
  }
}
