package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.workload.Pods;
import io.fleetcanary.activity.workload.Restoration;
import io.fleetcanary.activity.workload.RolloutStatus;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts stable's pod template back, where it still holds what promotion wrote, and waits until its
 * pods have followed. The route is put back when it is released.
 */
final class Restoring {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final PlanObjects objects;
  private final ClusterPlan plan;
  private final Writer writer;
  private final Pulse pulse;
  private final Leftovers leftovers;

  Restoring(PlanObjects objects, Writer writer, Pulse pulse) {
    this.objects = objects;
    this.plan = objects.plan();
    this.writer = writer;
    this.pulse = pulse;
    this.leftovers = new Leftovers(objects);
  }

  Restored restore() {
    Ledger ledger = objects.ledger().read();
    if (!ledger.state().heldBy(writer, Phase.BACK)) {
      return ended(ledger);
    }
    Change<Deployment> restored =
        Change.<Deployment>by(Rule.of(writer, ObjectRules::restore)).wanting(this::restored);
    Progresses.insist(objects.claims().change(objects.stable(), restored));
    return new Restored(true, left(ledger));
  }

  private Deployment restored(Deployment stable, Ledger ledger) {
    return switch (restoration(stable, ledger)) {
      case Restoration.Unchanged unchanged -> stable;
      case Restoration.Foreign foreign -> stable;
      case Restoration.Restored back ->
          new DeploymentBuilder(stable).editSpec().withTemplate(back.template()).endSpec().build();
    };
  }

  /** Before promotion there is nothing to put back, but somebody may have put another revision. */
  private static Restoration restoration(Deployment stable, Ledger ledger) {
    PodTemplateSpec live = stable.getSpec().getTemplate();
    Optional<PodTemplateSpec> before = ledger.originals().map(Originals::template);
    return ledger
        .written()
        .map(written -> Templates.restored(live, ledger.before().template(), written))
        .or(
            () ->
                before
                    .flatMap(recorded -> Templates.others(live, recorded))
                    .map(Restoration.Foreign::new))
        .orElseGet(Restoration.Unchanged::new);
  }

  /** What somebody else changed; waits for the pods of what is as before. */
  private String left(Ledger ledger) {
    Optional<Deployment> stable = objects.stable().read();
    Optional<String> template =
        stable.isPresent() && restoration(stable.get(), ledger) instanceof Restoration.Foreign other
            ? Optional.of(brought(stable.get()).orElse(other.what()))
            : ledger.written().flatMap(written -> awaitRolledOut());
    return joined(Stream.concat(template.stream(), leftovers.notes(ledger)));
  }

  /** What its owner has brought, its owner has to take back: Git would bring it again. */
  private Optional<String> brought(Deployment stable) {
    boolean owners =
        plan.rules().handOver()
            && Templates.carries(stable.getSpec().getTemplate(), plan.revision());
    return owners
        ? Optional.of(
            objects.stable()
                + " has the new revision, which its owner brought (promote: handOver) and has to"
                + " take back")
        : Optional.empty();
  }

  /** Pods that follow slowly are waited for; when none has followed for too long, that is said. */
  private Optional<String> awaitRolledOut() {
    Instant since = pulse.waiting();
    OptionalLong followed = OptionalLong.empty();
    while (true) {
      Optional<Deployment> stable = objects.stable().read();
      if (stable.isEmpty() || RolloutStatus.done(stable.get())) {
        return Optional.empty();
      }
      Optional<String> stuck = RolloutStatus.stuck(stable.get());
      if (stuck.isPresent()) {
        return stuck;
      }
      long now = RolloutStatus.followed(stable.get());
      since = followed.orElse(now) == now ? since : Instant.now();
      followed = OptionalLong.of(now);
      if (since.plus(plan.rules().readyWithin()).isBefore(Instant.now())) {
        return Optional.of(late(stable.get()));
      }
      pulse.rest(since, INTERVAL);
    }
  }

  private String late(Deployment stable) {
    return RolloutStatus.behind(stable)
        + ", none came within "
        + plan.rules().readyWithin().toSeconds()
        + " s"
        + Pods.trouble(objects.client(), stable).map(trouble -> "; " + trouble).orElse("");
  }

  /** The way back begins again after it, or something else, has ended. */
  private Restored ended(Ledger ledger) {
    if (ledger.state().heldBy(writer)) {
      return kept();
    }
    if (ledger.equals(Ledger.UNREADABLE)) {
      return unknown("cannot be read");
    }
    return ledger
        .state()
        .endings()
        .of(plan.rolloutId())
        .map(
            ending ->
                switch (ending) {
                  case KEPT -> kept();
                  case RETURNED -> new Restored(true, ledger.leftBy(plan.rolloutId()));
                  case UNTOUCHED -> unknown("has been lost");
                  case TAKEN_OVER -> new Restored(true, "somebody else has taken this over");
                })
        .orElseGet(() -> unknown("has been lost"));
  }

  /**
   * Marks are written only once the ledger is held: where one is, there was a ledger to tell more.
   * Where the objects are gone, as with their namespace, nobody knows, and somebody is told.
   */
  private Restored unknown(String why) {
    if (leftovers.marked()) {
      return new Restored(
          true, joined(Stream.concat(template(why).stream(), leftovers.withoutLedger())));
    }
    String gone = joined(leftovers.gone());
    return new Restored(!gone.isEmpty(), gone);
  }

  private Optional<String> template(String why) {
    return objects
        .stable()
        .read()
        .map(stable -> Templates.carries(stable.getSpec().getTemplate(), plan.revision()))
        .map(
            carries ->
                objects.ledger()
                    + " "
                    + why
                    + ", so the pod template of "
                    + objects.stable()
                    + " stays as it is: it "
                    + (carries ? "has" : "does not have")
                    + " the new revision");
  }

  private Restored kept() {
    return new Restored(true, "this rollout had been kept already, the new revision serves");
  }

  private static String joined(Stream<String> sentences) {
    return sentences.collect(Collectors.joining("; "));
  }
}
