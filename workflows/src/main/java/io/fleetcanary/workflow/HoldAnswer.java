package io.fleetcanary.workflow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.status.Waiting;
import java.time.Duration;
import java.time.Instant;

/**
 * A person's answer to a hold.
 *
 * @param hold {@code hold/<cluster>/<n>}, in a later attempt {@code hold/<cluster>/<attempt>.<n>};
 *     an answer to another hold is ignored
 * @param goOn true to go on past it, false to go back
 * @param reason one sentence with the person's name
 */
public record HoldAnswer(String hold, boolean goOn, String reason) {
  /** How long people have; no answer counts as a rejection. */
  public static final Duration WITHIN = Duration.ofHours(24);

  /**
   * Name of a hold.
   *
   * @param n counts the holds of this cluster from 1
   */
  public static String name(String cluster, int n) {
    return prefix(cluster) + n;
  }

  /** Name of a hold that the cluster opens itself, in any of its attempts. */
  public static String name(ClusterPlan plan, int n) {
    String cluster = plan.cluster().name();
    return plan.attempt() == 1 ? name(cluster, n) : prefix(cluster) + plan.attempt() + "." + n;
  }

  /** What the names of a cluster's holds begin with. */
  public static String prefix(String cluster) {
    return "hold/" + cluster + "/";
  }

  /** A hold, as people see it. */
  public static Waiting waiting(String name, String why, Instant since, Scope scope) {
    return new Waiting(
        name,
        why,
        since,
        since.plus(WITHIN),
        "it counts as rejected: the rollout goes back, scope " + scope.text());
  }
}
