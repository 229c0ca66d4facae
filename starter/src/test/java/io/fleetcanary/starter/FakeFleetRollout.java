package io.fleetcanary.starter;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Speaks the contract and does nothing: waits for a decision, then ends as it was told to. */
public final class FakeFleetRollout implements FleetRollout {
  private static final Quorum ANN =
      new Quorum(
          1,
          Identity.VERIFIED,
          List.of(new Approver("ann", List.of(Samples.ANNS_KEY, Samples.ANNS_LOCKED_KEY))),
          "");

  private FleetPhase phase = FleetPhase.WAITING_FOR_APPROVAL;
  private String reason = "";
  private boolean bad;

  @Override
  public FleetOutcome run(RawValue spec) {
    if (spec.getPayload().getData().toStringUtf8().contains("\"name\":\"bad\"")) {
      goBack();
    }
    Workflow.await(() -> phase.ended());
    if (phase != FleetPhase.PROMOTED) {
      throw ApplicationFailure.newNonRetryableFailure(reason, phase.failureType());
    }
    return new FleetOutcome("chat-20261123031204-9f3a", phase, reason, new TreeMap<>());
  }

  /** The canary of the first wave was bad; the way back takes a while. */
  private void goBack() {
    bad = true;
    end(FleetPhase.RETURNING, "errors 21.3 % > limit 2 %, n = 400, cluster eu-1");
    Workflow.sleep(Duration.ofSeconds(2));
    phase = FleetPhase.ROLLED_BACK;
  }

  @Override
  public FleetStatus status() {
    if (bad) {
      return Samples.back(phase, reason);
    }
    return phase == FleetPhase.WAITING_FOR_APPROVAL
        ? Samples.status()
        : Samples.status(phase, reason, List.of());
  }

  @Override
  public String approve(Object decision) {
    if (field(decision, "by").equals("eve")) {
      throw ApplicationFailure.newNonRetryableFailure(
          "by must be one of ann, got eve", FleetRollout.NOT_ALLOWED);
    }
    if (field(decision, "withdraw").equals("true")) {
      return "first: consent withdrawn by " + field(decision, "by");
    }
    String signed = signed(decision);
    end(FleetPhase.PROMOTED, "promoted everywhere");
    return "gate first is approved by " + field(decision, "by") + signed;
  }

  private static String signed(Object decision) {
    String signature = field(decision, "signature");
    if (signature.isEmpty()) {
      return "";
    }
    Consent consent =
        new Consent(
            Samples.status().rolloutId(),
            field(decision, "gate"),
            field(decision, "digest"),
            field(decision, "by"),
            Instant.parse(field(decision, "at")));
    return ANN.problem(consent, signature, consent.at())
        .map(problem -> ", not signed: " + problem)
        .orElse(", signed at " + consent.at());
  }

  @Override
  public void validateApprove(Object decision) {
    require(decision, "gate", "first");
    require(decision, "digest", Samples.DIGEST);
  }

  @Override
  public void approveSignal(Object decision) {
    approve(decision);
  }

  @Override
  public String reject(Object decision) {
    end(FleetPhase.REJECTED, "rejected by " + field(decision, "by"));
    return "gate first is rejected by " + field(decision, "by");
  }

  @Override
  public void validateReject(Object decision) {
    validateApprove(decision);
  }

  @Override
  public void rejectSignal(Object decision) {
    reject(decision);
  }

  @Override
  public String pause(Object order) {
    take(phase != FleetPhase.PAUSED, "it is paused already");
    phase = FleetPhase.PAUSED;
    return "paused by " + field(order, "by") + ": " + field(order, "reason");
  }

  @Override
  public void pauseSignal(Object order) {
    pause(order);
  }

  @Override
  public String resume(Object order) {
    take(phase == FleetPhase.PAUSED, "not paused");
    phase = FleetPhase.WAITING_FOR_APPROVAL;
    return "resumed by " + field(order, "by");
  }

  @Override
  public void resumeSignal(Object order) {
    resume(order);
  }

  @Override
  public String retry(Object order) {
    return field(order, "cluster") + " retried by " + field(order, "by");
  }

  @Override
  public void validateRetry(Object order) {
    require(order, "cluster", "eu-1");
  }

  @Override
  public void retrySignal(Object order) {
    retry(order);
  }

  @Override
  public String skip(Object order) {
    return field(order, "cluster") + " skipped by " + field(order, "by");
  }

  @Override
  public void validateSkip(Object order) {
    require(order, "cluster", "eu-1");
  }

  @Override
  public void skipSignal(Object order) {
    skip(order);
  }

  @Override
  public String abandon(Object order) {
    return field(order, "cluster") + " abandoned by " + field(order, "by");
  }

  @Override
  public void validateAbandon(Object order) {
    require(order, "cluster", "eu-1");
  }

  @Override
  public void abandonSignal(Object order) {
    abandon(order);
  }

  @Override
  public String abort(Object order) {
    take(!field(order, "reason").equals("too late"), "too late, the revision is being kept");
    String why = field(order, "reason").isEmpty() ? "" : ": " + field(order, "reason");
    end(FleetPhase.ABORTED, "aborted by " + field(order, "by") + why);
    return reason;
  }

  @Override
  public void abortSignal(Object order) {
    abort(order);
  }

  @Override
  public void validatePause(Object order) {}

  @Override
  public void validateResume(Object order) {}

  @Override
  public void validateAbort(Object order) {}

  @Override
  public void report(ClusterRollout.Report report) {}

  @Override
  public void pooled(PoolVerdict verdict) {}

  private void end(FleetPhase ending, String sentence) {
    phase = ending;
    reason = sentence;
  }

  private static void take(boolean possible, String otherwise) {
    if (!possible) {
      throw ApplicationFailure.newNonRetryableFailure(otherwise, "NotTaken");
    }
  }

  private static void require(Object decision, String name, String wanted) {
    if (!field(decision, name).equals(wanted)) {
      throw new IllegalArgumentException(
          name + " must be " + wanted + ", got " + field(decision, name));
    }
  }

  private static String field(Object message, String name) {
    return Objects.toString(((Map<?, ?>) message).get(name), "");
  }
}
