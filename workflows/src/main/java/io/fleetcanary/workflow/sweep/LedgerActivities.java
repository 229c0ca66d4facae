package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;

/** The ledgers of one cluster, on its queue. */
@ActivityInterface
public interface LedgerActivities {
  /** The services there that a rollout holds; reads only. */
  @ActivityMethod(name = "held")
  Held held(Where where);

  /** The same of one service, without a look at others. */
  @ActivityMethod(name = "heldOf")
  Held heldOf(OneService service);

  /**
   * Puts a ledger into other hands, with all it holds. Whoever held it changes nothing from then
   * on; who has it now may only go back (protocol 5).
   */
  @ActivityMethod(name = "takeOver")
  Inherited take(Taking taking);

  /**
   * Removes what a late creation has left, unless the service is claimed by now, or it is in use.
   */
  @ActivityMethod(name = "removeStray")
  Removal remove(Stray stray);

  /** A service in a cluster. */
  record OneService(ClusterTarget cluster, String namespace, String service) {}

  /**
   * What to take over.
   *
   * @param held as it was seen; whatever has changed hands since is left alone
   * @param taker id of who takes it, newer than the holder's
   */
  record Taking(ClusterPlan held, String taker) {}

  /**
   * What came of it.
   *
   * @param taken whether the taker holds it
   * @param kept whether its rollout had ended well already, so that it is only released
   */
  record Inherited(boolean taken, boolean kept) {}

  /**
   * Services that rollouts hold.
   *
   * @param services enough of each rollout's plan to bring it back
   * @param unreadable names of services whose ledger cannot be read, so that nobody knows
   * @param strays what late creations have left of services that nobody holds
   */
  record Held(List<ClusterPlan> services, List<String> unreadable, List<Stray> strays) {
    public Held {
      strays = List.copyOf(Objects.requireNonNullElse(strays, List.of()));
      services = List.copyOf(Objects.requireNonNullElse(services, List.of()));
      unreadable = List.copyOf(Objects.requireNonNullElse(unreadable, List.of()));
    }

    /** Without what is left of services that nobody holds. */
    public Held(List<ClusterPlan> services, List<String> unreadable) {
      this(services, unreadable, List.of());
    }
  }

  /**
   * An object of a canary with the mark of a rollout that has ended, in a service that nobody
   * claims: its creation reached the API server when its rollout was over.
   *
   * @param kind Deployment or Service
   * @param rollout the one that its mark names
   * @param empty whether the canary has no pods, as it was created
   */
  record Stray(OneService of, String kind, String name, String rollout, boolean empty) {}

  /**
   * What came of it.
   *
   * @param gone whether it does not exist any more
   */
  record Removal(boolean gone) {}

  /**
   * Where to look.
   *
   * @param namespaces of the cluster
   */
  record Where(ClusterTarget cluster, List<String> namespaces) {
    public Where {
      namespaces = List.copyOf(Objects.requireNonNullElse(namespaces, List.of()));
    }
  }
}
