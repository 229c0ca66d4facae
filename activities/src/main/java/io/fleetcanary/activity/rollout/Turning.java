package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;

/** Turns a cluster to back: the route first, with no requests to the canary any more. */
final class Turning {
  private final PlanObjects objects;
  private final Writer writer;
  private final Rule turn;
  private final Rule turnOwn;

  Turning(PlanObjects objects, Writer writer) {
    this.objects = objects;
    this.writer = writer;
    this.turn = Rule.of(writer, ObjectRules::turn);
    this.turnOwn = Rule.of(writer, ObjectRules::turnOwn);
  }

  void all() {
    Progresses.insist(objects.ledger().write(it -> LedgerRules.bar(writer, it.state()), it -> it));
    route();
    asItIs(objects.stable(), turn);
    asItIs(objects.canary(), turnOwn);
    asItIs(objects.canaryService(), turnOwn);
    Progresses.insist(objects.ledger().write(it -> LedgerRules.turn(writer, it.state()), it -> it));
  }

  void route() {
    Change<GenericKubernetesResource> withdrawn =
        Change.<GenericKubernetesResource>by(turn).wanting((route, ledger) -> withdrawn(route));
    Progresses.insist(objects.claims().change(objects.route(), withdrawn));
  }

  private GenericKubernetesResource withdrawn(GenericKubernetesResource route) {
    RouteWeights weights = RouteWeights.of(objects.plan());
    return Routes.with(route, weights.withdrawn(RouteWeights.spec(route)));
  }

  private <T extends HasMetadata> void asItIs(ClusterObject<T> object, Rule rule) {
    Progresses.insist(objects.claims().change(object, Change.by(rule)));
  }
}
