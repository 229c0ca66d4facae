package io.fleetcanary.core.plan;

import java.util.List;
import java.util.Optional;

/**
 * What will happen in one cluster: a child's whole input, at most 4 KiB as JSON.
 *
 * @param rolloutId who claims there: of the rollout; from the second attempt on with the attempt's
 *     number, because an attempt that has ended may never write again
 * @param attempt counts from 1
 */
public record ClusterPlan(
    String rolloutId,
    String service,
    String namespace,
    ClusterTarget cluster,
    Revision revision,
    ClusterRules rules,
    List<Step> steps,
    int attempt) {
  public ClusterPlan {
    steps = List.copyOf(steps);
    attempt = Math.max(1, attempt); // what was written before there were others is the first
  }

  /** The first attempt. */
  public ClusterPlan(
      String rolloutId,
      String service,
      String namespace,
      ClusterTarget cluster,
      Revision revision,
      ClusterRules rules,
      List<Step> steps) {
    this(rolloutId, service, namespace, cluster, revision, rules, steps, 1);
  }

  /** The rollout's own id, whichever attempt this is. */
  public String rolloutOfAllAttempts() {
    String number = "." + attempt;
    return attempt > 1 && rolloutId.endsWith(number)
        ? rolloutId.substring(0, rolloutId.length() - number.length())
        : rolloutId;
  }

  /** The same in the name of another. */
  public ClusterPlan claimedBy(String other) {
    return new ClusterPlan(other, service, namespace, cluster, revision, rules, steps, attempt);
  }

  /** The same by other rules. */
  public ClusterPlan under(ClusterRules other) {
    return new ClusterPlan(rolloutId, service, namespace, cluster, revision, other, steps, attempt);
  }

  /** Name of the canary's Deployment and Service. */
  public String canaryName() {
    return canaryOf(service);
  }

  /** Name of the Deployment and Service of a service's canary. */
  public static String canaryOf(String service) {
    return service + "-canary";
  }

  /** Names of the routes that carry requests to the Service here, at least one. */
  public List<String> routes() {
    return cluster.routes().isEmpty() ? List.of(rules.route().name()) : cluster.routes();
  }

  /** What routes weigh once this step has been written there; empty before the first weight. */
  public Optional<TrafficWeight> weightAt(int step) {
    List<TrafficWeight> weights = weightsUpTo(step);
    if (step >= settleStep()) {
      return Optional.of(TrafficWeight.NONE);
    }
    return weights.isEmpty() ? Optional.empty() : Optional.of(weights.getLast());
  }

  /** What routes weighed before the weight that this canary step has. */
  public TrafficWeight weightBefore(int step) {
    List<TrafficWeight> weights = weightsUpTo(step);
    return weights.size() < 2 ? TrafficWeight.NONE : weights.get(weights.size() - 2);
  }

  private List<TrafficWeight> weightsUpTo(int step) {
    return steps.stream()
        .limit(step)
        .filter(Step.SetWeight.class::isInstance)
        .map(Step.SetWeight.class::cast)
        .map(Step.SetWeight::weight)
        .toList();
  }

  /** How many bakes there will be if nothing is held up. */
  public int bakes() {
    return (int) steps.stream().filter(Step.Watch.class::isInstance).count();
  }

  /**
   * The step number that promotion writes carry, above every canary step (each step counts from 1).
   */
  public int promotionStep() {
    return steps.size() + 1;
  }

  /** The step number of moving requests and pods off the canary after promotion. */
  public int settleStep() {
    return steps.size() + 2;
  }
}
