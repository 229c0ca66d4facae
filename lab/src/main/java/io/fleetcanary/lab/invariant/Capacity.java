package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.Pods;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stable keeps what it needs (I1): nobody takes pods from it while a rollout is at work, and a step
 * forward gives it requests back only when so many of its pods were ready since it was written.
 */
final class Capacity {
  private final Intent intent;

  private Capacity(Intent intent) {
    this.intent = intent;
  }

  static Stream<Violation> check(History history, Intent intent) {
    Capacity capacity = new Capacity(intent);
    return history.clusters().values().stream()
        .flatMap(
            cluster -> cluster.written().flatMap(moment -> capacity.at(cluster, moment).stream()));
  }

  private Optional<Violation> at(ClusterHistory cluster, Moment moment) {
    if (moment.object().equals(intent.stable())) {
      return pods(moment);
    }
    return moment.of(Kind.ROUTE) ? requests(cluster, moment) : Optional.empty();
  }

  private Optional<Violation> pods(Moment moment) {
    int was = Pods.wanted(moment.was());
    int is = Pods.wanted(moment.is());
    return is < was
        ? Optional.of(
            Violation.at(
                moment, Invariant.I1, "stable must keep its %d pods, got %d".formatted(was, is)))
        : Optional.empty();
  }

  private Optional<Violation> requests(ClusterHistory cluster, Moment moment) {
    RouteSeen was = RouteSeen.of(moment.was(), intent);
    RouteSeen is = RouteSeen.of(moment.is(), intent);
    if (!was.more(is) || !Marks.forward(Marks.of(moment.is(), intent))) {
      return Optional.empty();
    }
    Optional<JsonNode> stable = moment.before().get(intent.stable());
    long needed = (long) Math.ceil(Pods.wanted(stable) * (100 - is.share()) / 100 - 1e-9);
    long most = cluster.mostReady(intent.stable(), moment, intent.workload());
    return most < needed
        ? Optional.of(
            Violation.at(
                moment,
                Invariant.I1,
                "%.2f %% must not go to stable before %d of its pods were ready, got %d"
                    .formatted(100 - is.share(), needed, most)))
        : Optional.empty();
  }
}
