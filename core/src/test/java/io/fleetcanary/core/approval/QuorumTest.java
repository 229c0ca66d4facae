package io.fleetcanary.core.approval;

import static io.fleetcanary.core.approval.SshSignatureTest.CONSENT;
import static io.fleetcanary.core.approval.SshSignatureTest.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final Instant NOW = CONSENT.at().plusSeconds(30);
  private static final List<Approver> PEOPLE =
      List.of(
          new Approver("ann", List.of(file("ann.pub"))),
          new Approver("bob", List.of()),
          new Approver("carl", List.of()));

  @Test
  void takesAnybodyWhereNobodyHasSaidWhoPeopleAre() {
    assertThat(Quorum.ANYBODY.problem(by("somebody"), "", NOW)).isEmpty();
    assertThat(Quorum.ANYBODY.problem(by(""), "", NOW)).isEmpty();
  }

  @Test
  void takesOnlyThoseWhoMay() {
    assertThat(claimed("").problem(by("bob"), "", NOW)).isEmpty();
    assertThat(claimed("").problem(by("eve"), "", NOW))
        .contains("by must be one of ann, bob, carl, got eve");
  }

  @Test
  void doesNotTakeTheOneWhoAsks() {
    assertThat(claimed("bob").problem(by("bob"), "", NOW))
        .contains("bob has asked for this rollout and may not consent to it");
    assertThat(claimed("bob").names()).isEqualTo("ann, carl");
  }

  @Test
  void saysHowManyOfWhomItTakes() {
    assertThat(Quorum.ANYBODY.text()).isEqualTo("1 person");
    assertThat(new Quorum(2, Identity.CLAIMED, List.of(), "").text()).isEqualTo("2 people");
    assertThat(claimed("bob").text()).isEqualTo("1 of ann, carl");
    assertThat(verified().text()).isEqualTo("1 of ann, bob, carl, signed");
  }

  @Test
  void countsWhoMayAndIsSureEnough() {
    assertThat(claimed("bob").counts("ann", Identity.CLAIMED)).isTrue();
    assertThat(claimed("bob").counts("bob", Identity.VERIFIED)).isFalse();
    assertThat(claimed("bob").counts("eve", Identity.VERIFIED)).isFalse();
    assertThat(verified().counts("ann", Identity.CLAIMED)).isFalse();
    assertThat(verified().counts("ann", Identity.VERIFIED)).isTrue();
  }

  @Test
  void coversWhatAsksNoMore() {
    Quorum two = new Quorum(2, Identity.CLAIMED, PEOPLE, "");
    Quorum few = new Quorum(2, Identity.VERIFIED, PEOPLE.subList(0, 2), "");

    assertThat(two.covers(two)).isTrue();
    assertThat(two.covers(Quorum.ANYBODY)).isTrue();
    assertThat(few.covers(two)).isTrue();
    assertThat(two.covers(few)).isFalse();
    assertThat(two.covers(verified())).isFalse();
    assertThat(claimed("").covers(two)).isFalse();
    assertThat(new Quorum(2, Identity.CLAIMED, List.of(), "").covers(two)).isFalse();
  }

  @Test
  void takesASignatureWhereAClaimWouldDo() {
    assertThat(claimed("").problem(CONSENT, file("consent512.sig"), NOW)).isEmpty();
  }

  @Test
  void wantsASignatureWhereItMustBeSure() {
    assertThat(verified().problem(CONSENT, "", NOW))
        .contains("the consent of ann must be signed: fleetcanary approve … --key <file>");
    assertThat(verified().problem(CONSENT, file("consent512.sig"), NOW)).isEmpty();
  }

  @Test
  void refusesAForgedSignatureEvenWhereAClaimWouldDo() {
    assertThat(claimed("").problem(by("bob"), file("consent512.sig"), NOW))
        .contains("the signature is not one of bob for this consent");
    assertThat(claimed("").problem(CONSENT, "trust me", NOW))
        .contains("the signature is not one of ann for this consent");
  }

  @Test
  void refusesOneThatIsTooOldOrOfTomorrow() {
    String stale = "a signature counts for 10 min, got one of 2026-11-26T07:00:00Z; sign again";

    assertThat(verified().problem(CONSENT, file("consent512.sig"), at(Duration.ofMinutes(11))))
        .contains(stale);
    assertThat(verified().problem(CONSENT, file("consent512.sig"), at(Duration.ofMinutes(-11))))
        .contains(stale);
    assertThat(verified().problem(CONSENT, file("consent512.sig"), at(Duration.ofMinutes(-9))))
        .isEmpty();
  }

  private static Instant at(Duration later) {
    return CONSENT.at().plus(later);
  }

  private static Quorum claimed(String asker) {
    return new Quorum(1, Identity.CLAIMED, PEOPLE, asker);
  }

  private static Quorum verified() {
    return new Quorum(1, Identity.VERIFIED, PEOPLE, "");
  }

  private static Consent by(String name) {
    return new Consent(CONSENT.rollout(), CONSENT.gate(), CONSENT.digest(), name, CONSENT.at());
  }
}
