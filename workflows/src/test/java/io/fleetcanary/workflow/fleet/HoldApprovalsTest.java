package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.inconclusive;
import static io.fleetcanary.workflow.bench.FakeCluster.stopped;
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
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Going on without evidence, or without a cluster, takes what the gates around it take. */
@Timeout(120)
class HoldApprovalsTest {
  private static final String HOLD = "hold/eu-1/1";

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void overridesMissingEvidenceWithAsManyAsTheGateNeeds() throws IOException {
    Run run = withoutEvidence(quorum(2, Identity.CLAIMED));
    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo("9 of 200; going on takes 2 of ann, bob");

    assertThat(run.update("approve", by("ann")))
        .isEqualTo(HOLD + " approved by ann (claimed): seen it, 1 of 2 consents: ann (claimed)");
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.HOLDING);
    Runnable letGo = bench.cluster("eu-1").blocks("pods for 50 %");
    run.update("approve", by("bob"));
    bench.trail().await("eu-1 pods for 50 %");
    letGo.run();

    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    run.update("approve", with(by("ann"), "gate", "first"));
    run.update("approve", with(by("bob"), "gate", "first"));
    assertThat(run.promoted().clusters().get("eu-1"))
        .isEqualTo(
            new Promoted(
                "2026.11.3 serves in eu-1; "
                    + HOLD
                    + " approved by ann (claimed): seen it; approved by bob (claimed): seen it"));
  }

  @Test
  void overridesMissingEvidenceByNobodyElse() throws IOException {
    Run run = withoutEvidence(quorum(1, Identity.CLAIMED));

    assertThatThrownBy(() -> run.update("approve", by("eve")))
        .hasStackTraceContaining("by must be one of ann, bob, got eve");
    assertThatThrownBy(() -> run.update("approve", by("carl")))
        .hasStackTraceContaining("carl has asked for this rollout and may not consent to it");

    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.HOLDING);
  }

  @Test
  void overridesMissingEvidenceAsSurelyAsTheGate() throws IOException {
    Run run = withoutEvidence(quorum(1, Identity.VERIFIED));
    Instant since = run.fleet().waitingFor().getFirst().since();
    assertThat(run.fleet().waitingFor().getFirst().signed()).isTrue();

    assertThatThrownBy(() -> run.update("approve", by("ann")))
        .hasStackTraceContaining("the consent of ann must be signed");

    assertThat(run.update("approve", signed("ann", since)))
        .isEqualTo(HOLD + " approved by ann (verified): seen it");
  }

  @Test
  void takesBothGatesWhereTheyAskOthers() throws IOException {
    Quorum eve = new Quorum(1, Identity.CLAIMED, List.of(new Approver("eve", List.of())), "carl");
    bench
        .fleet()
        .plans(
            fleet(
                wave("zero", asks(eve), "us-1"),
                wave("first", asks(quorum(1, Identity.CLAIMED)), "eu-1"),
                wave("rest", OPEN, "eu-2")));
    lacksEvidence();
    Run run = bench.startFleet();
    bench.passesUntil("us-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    run.update("approve", with(by("eve"), "gate", "zero"));
    bench.passesUntil("eu-1 guard at 5 %");
    run.awaitPhase(FleetPhase.HOLDING);

    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo("9 of 200; going on takes 1 of eve and 1 of ann, bob");
    assertThat(run.update("approve", by("ann")))
        .endsWith(", 0 of 1 of eve and 1 of 1 of ann, bob consents: ann (claimed)");
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.HOLDING);
    assertThat(run.update("approve", by("eve")))
        .isEqualTo(HOLD + " approved by eve (claimed): seen it");
  }

  @Test
  void takesASurerConsentInPlaceOfAClaim() throws IOException {
    Quorum ann = new Quorum(1, Identity.CLAIMED, List.of(new Approver("ann", List.of())), "carl");
    bench
        .fleet()
        .plans(
            fleet(
                wave("zero", asks(ann), "us-1"),
                wave("first", asks(quorum(1, Identity.VERIFIED)), "eu-1"),
                wave("rest", OPEN, "eu-2")));
    lacksEvidence();
    Run run = bench.startFleet();
    bench.passesUntil("us-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    run.update("approve", with(by("ann"), "gate", "zero"));
    bench.passesUntil("eu-1 guard at 5 %");
    run.awaitPhase(FleetPhase.HOLDING);
    Instant since = run.fleet().waitingFor().getFirst().since();

    assertThat(run.update("approve", by("ann")))
        .endsWith(", 1 of 1 of ann and 0 of 1 of ann, bob, signed consents: ann (claimed)");

    assertThat(run.update("approve", signed("ann", since)))
        .isEqualTo(HOLD + " approved by ann (verified): seen it");
  }

  @Test
  void saysThatTooFewConsentedInTime() throws IOException {
    Run run = withoutEvidence(quorum(2, Identity.CLAIMED));

    run.update("approve", by("ann"));
    bench.passes(Duration.ofHours(25));

    assertThat(run.failed().reason())
        .isEqualTo(HOLD + " was not approved in time, which counts as a rejection; 9 of 200");
  }

  @Test
  void leavesAClusterOutByAsManyAsTheGateNeeds() throws IOException {
    Run run = withoutRoom(quorum(2, Identity.CLAIMED));

    assertThat(run.update("skip", Map.of("cluster", "eu-1", "by", "ann")))
        .isEqualTo(HOLD + " skipped by ann, 1 of 2 consents: ann (claimed)");
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.HOLDING);
    assertThatThrownBy(() -> run.update("skip", Map.of("cluster", "eu-1", "by", "eve")))
        .hasStackTraceContaining("by must be one of ann, bob, got eve");
    run.update("approve", by("bob"));

    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    run.update("reject", with(by("ann"), "gate", "first"));
    assertThat(run.failed().ending()).isEqualTo(FleetPhase.REJECTED);
  }

  @Test
  void letsAnybodyTryAgain() throws IOException {
    Run run = withoutRoom(quorum(2, Identity.VERIFIED));

    assertThat(run.update("retry", Map.of("cluster", "eu-1", "by", "eve")))
        .isEqualTo(HOLD + " retried by eve");

    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(bench.trail().of("eu-1"))
        .containsSubsequence("claim", "remove canary, release", "claim", "promote");
  }

  private Run withoutEvidence(Quorum quorum) {
    bench.fleet().plans(fleet(wave("first", asks(quorum), "eu-1"), wave("rest", OPEN, "eu-2")));
    lacksEvidence();
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 guard at 5 %");
    run.awaitPhase(FleetPhase.HOLDING);
    return run;
  }

  private void lacksEvidence() {
    bench
        .cluster("eu-1")
        .returns("bake 10m at 5 %", inconclusive("3 of 200"), inconclusive("9 of 200"));
  }

  private Run withoutRoom(Quorum quorum) {
    bench.fleet().plans(fleet(wave("first", asks(quorum), "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-1").returns("pods for 5 %", stopped("no GPU"));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 remove canary, release");
    run.awaitPhase(FleetPhase.HOLDING);
    return run;
  }

  private static Gate asks(Quorum quorum) {
    return new Gate(Duration.ZERO, List.of("sre"), Duration.ofHours(24), quorum);
  }

  private static Quorum quorum(int count, Identity identity) throws IOException {
    List<Approver> people =
        List.of(new Approver("ann", List.of(file("ann.pub"))), new Approver("bob", List.of()));
    return new Quorum(count, identity, people, "carl");
  }

  private static Map<String, Object> by(String name) {
    return Map.of("gate", HOLD, "digest", Plans.DIGEST, "by", name, "reason", "seen it");
  }

  private static Map<String, Object> with(Map<String, Object> answer, String field, Object value) {
    Map<String, Object> more = new TreeMap<>(answer);
    more.put(field, value);
    return more;
  }

  private static Map<String, Object> signed(String name, Instant at) throws IOException {
    RolloutPlan plan = fleet(wave("first", OPEN, "eu-1"));
    Consent consent = new Consent(plan.rolloutId(), HOLD, Plans.DIGEST, name, at);
    String signature = PemPrivateKey.read(file("ann.key"), Optional::empty).sign(consent);
    return with(with(by(name), "signature", signature), "at", at.toString());
  }

  private static String file(String name) throws IOException {
    return Files.readString(Path.of("../core/src/test/resources/approval", name));
  }
}
