package io.fleetcanary.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Interval.Shift;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Measures a canary. On the cluster's queue; one long heartbeating call per step. */
@ActivityInterface
public interface AnalysisActivities {
  /**
   * Watches until it knows. On {@code FAIL} it turns the route back with weight 0 itself before it
   * returns: the watcher holds the brake.
   */
  @ActivityMethod(name = "watch")
  Watched watch(WatchRequest request);

  /**
   * What to watch.
   *
   * @param step counts from 1
   * @param weight the share the canary should get
   * @param begin evidence counts from here: when the step's weight was seen accepted
   * @param watch which watch of this cluster it is, from 1 in the order in which they begin; each
   *     has its share of the cluster's false alarms
   */
  record WatchRequest(
      ClusterPlan plan, int step, TrafficWeight weight, Instant begin, Until until, int watch) {
    /**
     * What is measured, with the share of false alarms that this watch may use. A bake has a
     * bake's, however many guards came before it; one that is extended, or goes on after a pause,
     * goes on with the same evidence.
     */
    public AnalysisTemplate template() {
      boolean bake = until instanceof Until.Baked;
      int number = bake ? 1 : plan.bakes() + Math.max(1, watch);
      return plan.rules().analysis().forWatch(plan.bakes(), plan.attempt(), number);
    }

    /**
     * How the canary's share of requests has just risen; empty where it has not, or where no
     * requests are left to stable, or beyond bakes.
     */
    public Optional<Shift> shift() {
      double routed = plan.rules().route().routed() / 100;
      double before = plan.weightBefore(step).percent() * routed;
      double now = weight.percent() * routed;
      return until instanceof Until.Baked && before < now && now < 1
          ? Optional.of(new Shift(before, now))
          : Optional.empty();
    }
  }

  /** When a watch ends without a failure. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "baked", value = Until.Baked.class),
    @JsonSubTypes.Type(name = "promoted", value = Until.Promoted.class),
    @JsonSubTypes.Type(name = "cancelled", value = Until.Cancelled.class)
  })
  sealed interface Until {
    /** After this time, with the verdict the evidence allows. */
    record Baked(Duration bake) implements Until {}

    /**
     * When stable serves the new revision everywhere; {@code FAIL} when it does not within the
     * time.
     */
    record Promoted(Duration within) implements Until {}

    /** Never by itself: while paused, holding, or in probation. */
    record Cancelled() implements Until {}
  }

  /**
   * What was seen.
   *
   * @param reason one sentence; the culprit on {@code FAIL}, what is missing on {@code
   *     INCONCLUSIVE}
   * @param because of {@code FAIL}; of {@code INCONCLUSIVE} local where stable itself is down,
   *     which no going back would help
   * @param arms where the metrics of each arm are
   */
  record Watched(
      Verdict verdict,
      String reason,
      FailureClass because,
      List<Finding> findings,
      ShareSeen seen,
      Arms arms) {
    /** Older versions did not tell where metrics are. */
    public Watched {
      findings = List.copyOf(findings);
      arms = Objects.requireNonNullElse(arms, Arms.UNKNOWN);
    }

    /** Of arms that nobody asks for. */
    public Watched(
        Verdict verdict,
        String reason,
        FailureClass because,
        List<Finding> findings,
        ShareSeen seen) {
      this(verdict, reason, because, findings, seen, Arms.UNKNOWN);
    }

    /**
     * What stood for {@code $track} in the last look, label matchers without braces; empty for an
     * arm without pods.
     */
    public record Arms(String canary, String stable) {
      static final Arms UNKNOWN = new Arms("", "");
    }
  }
}
