package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import io.fleetcanary.workflow.simulation.cluster.Fate.Kind;
import io.fleetcanary.workflow.simulation.engine.Activities.Call;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import io.fleetcanary.workflow.simulation.engine.Work;
import io.fleetcanary.workflow.simulation.engine.Work.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The activities of one cluster. */
public final class ClusterActivities {
  private static final Duration PODS = Duration.ofMinutes(6);
  private static final Duration GATEWAY = Duration.ofSeconds(5);

  private final SimulatedCluster cluster;
  private final Timeline timeline;
  private final Runnable proven;

  /**
   * @param proven told when the canary is seen to be bad
   */
  public ClusterActivities(SimulatedCluster cluster, Timeline timeline, Runnable proven) {
    this.cluster = cluster;
    this.timeline = timeline;
    this.proven = proven;
  }

  /** Begins an attempt that comes to this. */
  public Work begin(Call call, Fate fate) {
    return switch (call.type()) {
      case "claim", "scaleCanary", "shift", "promote", "emptyCanary", "keep" -> forward(call, fate);
      case "withdraw", "turnBack", "restore", "release" -> back(call, fate);
      case "watch" -> {
        WatchRequest request = call.argument(WatchRequest.class);
        yield new Watching(cluster, timeline, request, fate, call.scheduled(), proven);
      }
      default -> throw new IllegalArgumentException("no such activity: " + call.type());
    };
  }

  private Work forward(Call call, Fate fate) {
    ClusterPlan plan = plan(call);
    Deeds deeds = new Deeds(cluster, plan, new Writer(plan.rolloutId(), call.runId()));
    return switch (call.type()) {
      case "claim" -> claim(plan, deeds, fate);
      case "scaleCanary" -> {
        CanaryScale scale = call.argument(CanaryScale.class);
        List<Deed> scaling = deeds.scale(scale.step(), scale.weight().percent());
        yield errand(fate, scaling).waiting(PODS, true);
      }
      case "shift" -> {
        TrafficShift shift = call.argument(TrafficShift.class);
        List<Deed> shifting = deeds.shift(shift.step(), shift.weight().percent());
        yield errand(fate, shifting).waiting(GATEWAY, false);
      }
      case "promote" -> errand(fate, deeds.promote());
      case "emptyCanary" -> errand(fate, deeds.empty());
      default -> errand(fate, deeds.keep());
    };
  }

  private Work claim(ClusterPlan plan, Deeds deeds, Fate fate) {
    cluster.claims(plan);
    return fate.is(Kind.TROUBLE)
        ? declined(plan, fate)
        : errand(fate, deeds.claim()).otherwise(deeds.stray());
  }

  /** It finds something that is not fit: bars the ledger, and asks it whether it was ever held. */
  private Work declined(ClusterPlan plan, Fate fate) {
    Writer writer = Writer.back(plan.rolloutId());
    Deed bar = new Entry(cluster.ledger(), it -> LedgerRules.bar(writer, it.state()), it -> it);
    return new Errand(
        cluster,
        timeline,
        fate,
        List.of(bar),
        stop -> {
          boolean touched = cluster.ledger().content().state().touchedBy(writer);
          return new Step.Done(stopped("Service chat does not exist", touched));
        });
  }

  private Errand errand(Fate fate, List<Deed> deeds) {
    return new Errand(cluster, timeline, fate, deeds, stop -> new Step.Done(progress(stop, fate)));
  }

  private static Progress progress(Optional<Stopped> stop, Fate fate) {
    return switch (stop.orElse(null)) {
      case Stopped.Fenced fenced ->
          fenced.why() == Fence.TURNED_BACK
              ? new Progress.TurnedBack()
              : stopped(fenced.why().toString(), true);
      case Stopped.Refused refused -> stopped("held by " + refused.owner(), false);
      case Stopped.Foreign foreign -> stopped(foreign.what(), true);
      case null ->
          fate.is(Kind.TROUBLE) ? stopped("no image for its pods", true) : new Progress.Done();
    };
  }

  private static Progress stopped(String why, boolean touched) {
    return new Progress.Stopped(FailureClass.LOCAL, why, touched);
  }

  private Work back(Call call, Fate fate) {
    ClusterPlan plan = plan(call);
    Writer writer = Writer.back(plan.rolloutId());
    Deeds deeds = new Deeds(cluster, plan, writer);
    return switch (call.type()) {
      case "withdraw" -> insist(fate, List.of(deeds.withdraw()));
      case "turnBack" -> insist(fate, deeds.turnBack());
      case "restore" -> restore(fate, deeds, writer);
      default -> insist(fate, deeds.release(call.argument(Release.class).left()));
    };
  }

  /** Pods follow the template; where nothing was promoted there is nothing to follow. */
  private Work restore(Fate fate, Deeds deeds, Writer writer) {
    Ledger before = cluster.ledger().content();
    Function<Optional<Stopped>, Step> ending = stop -> new Step.Done(restored(before, writer));
    Errand errand = new Errand(cluster, timeline, fate, deeds.restore(), ending);
    return before.written().isEmpty() ? errand : errand.waiting(PODS, true);
  }

  private Restored restored(Ledger before, Writer writer) {
    LedgerState state = before.state();
    if (state.heldBy(writer, Phase.BACK)) {
      boolean foreign = before.foreign(cluster.stable().content());
      return new Restored(true, foreign ? "Deployment chat has another revision" : "");
    }
    if (state.heldBy(writer)) {
      return kept();
    }
    return switch (state.endings().of(writer.rollout()).orElse(Ending.UNTOUCHED)) {
      case KEPT -> kept();
      case RETURNED -> new Restored(true, before.left());
      case TAKEN_OVER -> new Restored(true, "somebody else has taken this over");
      case UNTOUCHED -> new Restored(false, "");
    };
  }

  private static Restored kept() {
    return new Restored(true, "this rollout had been kept already, the new revision serves");
  }

  /** On the way back nothing stops; if something does, it is tried again. */
  private Work insist(Fate fate, List<Deed> deeds) {
    return new Errand(
        cluster,
        timeline,
        fate,
        deeds,
        stop ->
            stop.isEmpty() ? new Step.Done(Optional.empty()) : new Step.Failed(stop.toString()));
  }

  private static ClusterPlan plan(Call call) {
    return switch (call.type()) {
      case "scaleCanary" -> call.argument(CanaryScale.class).plan();
      case "shift" -> call.argument(TrafficShift.class).plan();
      case "release" -> call.argument(Release.class).plan();
      default -> call.argument(ClusterPlan.class);
    };
  }
}
