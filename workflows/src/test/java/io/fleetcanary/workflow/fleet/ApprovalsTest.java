package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.PemPrivateKey;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose consents a gate takes, and how many. */
class ApprovalsTest {
  @RegisterExtension private final Bench bench = new Bench();

  private static String file(String name) throws IOException {
    return Files.readString(Path.of("../core/src/test/resources/approval", name));
  }

  private static Quorum quorum(int count, Identity identity) throws IOException {
    List<Approver> people =
        List.of(
            new Approver("ann", List.of(file("ann.pub"))),
            new Approver("bob", List.of()),
            new Approver("carl", List.of()));
    return new Quorum(count, identity, people, "carl");
  }

  private Run atTheGate(Quorum quorum) {
    Gate gate = new Gate(Duration.ofMinutes(5), List.of("sre"), Duration.ofHours(24), quorum);
    bench.fleet().plans(fleet(wave("first", gate, "eu-1"), wave("rest", OPEN, "eu-2")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.BAKING);
    bench.passes(Duration.ofMinutes(6));
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    return run;
  }

  private static Map<String, Object> by(String name) {
    return GatesTest.answer("first", name);
  }

  private static Map<String, Object> with(Map<String, Object> answer, String field, Object value) {
    Map<String, Object> more = new TreeMap<>(answer);
    more.put(field, value);
    return more;
  }

  @Test
  void waitsForAsManyAsItNeeds() throws IOException {
    Run run = atTheGate(quorum(2, Identity.CLAIMED));

    assertThat(run.update("approve", by("ann")))
        .isEqualTo(
            "first approved by ann (claimed): seen the numbers, 1 of 2 consents: ann (claimed)");
    assertThat(run.update("approve", by("ann")))
        .isEqualTo("first was already approved by ann (claimed): seen the numbers");
    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo("wave first has baked, 2 of sre must approve; 1 of 2 consents: ann (claimed)");

    run.update("approve", by("bob"));

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void goesBackOnOneRejectionBetween() throws IOException {
    Run run = atTheGate(quorum(2, Identity.CLAIMED));

    run.update("approve", by("ann"));
    run.update("reject", by("eve"));

    assertThat(run.failed().reason()).isEqualTo("gate first rejected by eve: seen the numbers");
  }

  @Test
  void saysHowFarItCameWhenTimeIsUp() throws IOException {
    Run run = atTheGate(quorum(2, Identity.CLAIMED));

    run.update("approve", by("ann"));
    bench.passes(Duration.ofHours(25));

    assertThat(run.failed().reason())
        .isEqualTo(
            "gate first had only 1 of 2 consents: ann (claimed), which counts as a rejection");
  }

  @Test
  void putsOnRecordWhoMayNot() throws IOException {
    Run run = atTheGate(quorum(1, Identity.CLAIMED));

    forbidden(run, by("eve"), "by must be one of ann, bob, got eve");
    forbidden(run, by("carl"), "carl has asked for this rollout and may not consent to it");
    run.signal("approve", by("eve"));

    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(run.fleet().ignored())
        .containsExactly(
            "approve ignored: by must be one of ann, bob, got eve",
            "approve ignored: carl has asked for this rollout and may not consent to it",
            "approve ignored: by must be one of ann, bob, got eve");
  }

  @Test
  void letsPeopleTakeTheirConsentBack() throws IOException {
    Run run = atTheGate(quorum(2, Identity.CLAIMED));

    run.update("approve", by("ann"));
    assertThat(run.update("approve", with(by("ann"), "withdraw", true)))
        .isEqualTo("first: consent withdrawn by ann: seen the numbers");
    run.update("approve", by("bob"));

    assertThat(run.fleet().waitingFor().getFirst().why())
        .endsWith("1 of 2 consents: bob (claimed)");
    assertThatThrownBy(() -> run.update("approve", with(by("ann"), "withdraw", true)))
        .hasStackTraceContaining("first has no consent of ann");
  }

  @Test
  void takesASignatureOfTheOneWhoSigns() throws IOException {
    Run run = atTheGate(quorum(1, Identity.VERIFIED));
    Instant now = run.fleet().waitingFor().getFirst().since();

    forbidden(
        run, by("ann"), "the consent of ann must be signed: fleetcanary approve … --key <file>");
    forbidden(run, signed("bob", now), "the signature is not one of bob for this consent");
    assertThat(run.update("approve", signed("ann", now)))
        .isEqualTo("first approved by ann (verified): seen the numbers");

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void callsNobodyVerifiedWhoseSignatureNobodyHasLookedAt() throws IOException {
    Run run = atTheGate(quorum(1, Identity.VERIFIED));

    run.update("reject", with(by("ann"), "signature", "trust me"));

    assertThat(run.failed().reason()).isEqualTo("gate first rejected by ann: seen the numbers");
  }

  @Test
  void takesNoSignatureOfALaterTimeAgainThatWasWithdrawn() throws IOException {
    Run run = atTheGate(quorum(2, Identity.VERIFIED));
    Instant later = run.fleet().waitingFor().getFirst().since().plusSeconds(300);

    run.update("approve", signed("ann", later));
    run.update("approve", with(by("ann"), "withdraw", "yes"));

    forbidden(run, signed("ann", later), "ann has withdrawn what was signed then; sign again");
  }

  @Test
  void takesNoSignatureAgainThatWasWithdrawn() throws IOException {
    Run run = atTheGate(quorum(2, Identity.VERIFIED));
    Instant now = run.fleet().waitingFor().getFirst().since();

    run.update("approve", signed("ann", now));
    run.update("approve", with(by("ann"), "withdraw", "true"));

    forbidden(run, signed("ann", now), "ann has withdrawn what was signed then; sign again");
  }

  private static Map<String, Object> signed(String name, Instant at) throws IOException {
    RolloutPlan plan = fleet(wave("first", OPEN, "eu-1"));
    Consent consent = new Consent(plan.rolloutId(), "first", Plans.DIGEST, name, at);
    String signature = PemPrivateKey.read(file("ann.key"), Optional::empty).sign(consent);
    return with(with(by(name), "signature", signature), "at", at.toString());
  }

  private static void forbidden(Run run, Object decision, String line) {
    assertThatThrownBy(() -> run.update("approve", decision))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FleetRollout.NOT_ALLOWED);
              assertThat(failure.getOriginalMessage()).isEqualTo(line);
            });
  }
}
