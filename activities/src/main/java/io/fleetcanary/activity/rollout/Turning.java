package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Turns a cluster to back: the routes first, with no requests to the canary any more. Again after
 * the ledger is barred, because only then no late attempt claims it again.
 */
public final class Turning {
  private final PlanObjects objects;
  private final Writer writer;
  private final Rule turn;
  private final Rule turnOwn;

  public Turning(PlanObjects objects, Writer writer) {
    this.objects = objects;
    this.writer = writer;
    this.turn = Rule.of(writer, ObjectRules::turn);
    this.turnOwn = Rule.of(writer, ObjectRules::turnOwn);
  }

  void all() {
    routes();
    bar();
    routes();
    asItIs(objects.stable(), turn);
    objects.scaler().ifPresent(scaler -> asItIs(scaler.object(), turn));
    asItIs(objects.canary(), turnOwn);
    asItIs(objects.canaryService(), turnOwn);
    Progresses.insist(objects.ledger().write(it -> LedgerRules.turn(writer, it.state()), it -> it));
  }

  /** In a namespace that is gone nothing can be written, and nothing late can claim. */
  private void bar() {
    try {
      Progresses.insist(
          objects.ledger().write(it -> LedgerRules.bar(writer, it.state()), it -> it));
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw failure;
      }
    }
  }

  /** Each of them, whatever becomes of another. */
  public void routes() {
    Optional<RuntimeException> failed = Optional.empty();
    for (ClusterObject<GenericKubernetesResource> route : objects.routes()) {
      try {
        turn(route);
      } catch (RuntimeException failure) {
        failed.ifPresent(failure::addSuppressed);
        failed = Optional.of(failure);
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  /** Only where the route does not carry our own mark, the ledger must say that it is ours. */
  private void turn(ClusterObject<GenericKubernetesResource> route) {
    Rule marked = (seen, unread) -> ObjectRules.turnMarked(writer, seen);
    if (objects.claimsUnread().change(route, withdrawn(marked)).isPresent()) {
      Progresses.insist(objects.claims().change(route, withdrawn(turn)));
    }
  }

  private Change<GenericKubernetesResource> withdrawn(Rule rule) {
    return Change.<GenericKubernetesResource>by(rule).wanting((route, any) -> withdrawn(route));
  }

  private GenericKubernetesResource withdrawn(GenericKubernetesResource route) {
    RouteWeights weights = RouteWeights.of(objects.plan());
    return Routes.with(route, weights.withdrawn(RouteWeights.spec(route)));
  }

  private <T extends HasMetadata> void asItIs(ClusterObject<T> object, Rule rule) {
    Progresses.insist(objects.claims().change(object, Change.by(rule)));
  }
}
