package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.TrafficActivities;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Moves requests with HTTPRoutes, going forward. */
public final class KubernetesTraffic implements TrafficActivities {
  /** Gateways answer within seconds; one that does not is broken, or not there. */
  private static final Duration ACCEPTED_WITHIN = Duration.ofSeconds(60);

  private static final Duration LONGEST_REST = Duration.ofMillis(250);

  private final Clusters clusters;
  private final Pulse pulse;

  public KubernetesTraffic(Clusters clusters) {
    this(clusters, Pulse.OF_ACTIVITY);
  }

  KubernetesTraffic(Clusters clusters, Pulse pulse) {
    this.clusters = clusters;
    this.pulse = pulse;
  }

  @Override
  public Progress shift(TrafficShift shift) {
    PlanObjects objects =
        new PlanObjects(clusters.client(shift.plan().cluster().name()), shift.plan());
    Optional<Stop> stop = write(objects, shift);
    return stop.isPresent() ? Progresses.of(stop) : awaitAccepted(objects, shift);
  }

  private Optional<Stop> write(PlanObjects objects, TrafficShift shift) {
    RouteWeights weights = RouteWeights.of(shift.plan());
    Writer writer = new Writer(shift.plan().rolloutId(), pulse.run().get());
    Rule forward = (seen, ledger) -> ObjectRules.forward(writer, shift.step(), seen, ledger);
    Change<GenericKubernetesResource> weighed =
        Change.<GenericKubernetesResource>by(forward)
            .wanting(
                (route, ledger) ->
                    Routes.with(route, weights.with(RouteWeights.spec(route), shift.weight())))
            .unless((route, ledger) -> weights.foreign(RouteWeights.spec(route)));
    return objects.routes().stream()
        .flatMap(route -> objects.claims().change(route, weighed).stream())
        .findFirst();
  }

  private Progress awaitAccepted(PlanObjects objects, TrafficShift shift) {
    Instant since = pulse.waiting();
    for (int looks = 1; ; looks++) {
      Optional<String> missing = RouteLook.missing(objects.client(), shift.plan(), shift.weight());
      if (missing.isEmpty()) {
        return new Progress.Done();
      }
      if (since.plus(ACCEPTED_WITHIN).isBefore(Instant.now())) {
        String reason =
            "weight "
                + shift.weight()
                + " must be accepted within "
                + ACCEPTED_WITHIN.toSeconds()
                + " s, got: "
                + missing.get();
        return new Progress.Stopped(FailureClass.LOCAL, reason, true);
      }
      pulse.rest(since, Pulse.between(looks, LONGEST_REST));
    }
  }
}
