package io.fleetcanary.activity.analysis;

import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a watch must know of a cluster, and the two things it may do to it. */
public interface WatchedCluster {
  /** Looks at the pods now, both arms, by name. */
  Arms look(ClusterPlan plan);

  /** What somebody else has done to the rollout's objects since it wrote them. */
  default Optional<Trouble> foreign(ClusterPlan plan) {
    return Optional.empty();
  }

  /**
   * Tells from now on when a pod changes that {@link #look} sees. That is when to look, and not
   * what is seen: what it misses the next look finds.
   *
   * @return how to end that; empty where the cluster does not let us
   */
  default Optional<Runnable> follow(ClusterPlan plan, Listener listener) {
    return Optional.empty();
  }

  /** Turns the route back with weight 0, fenced by the claim (protocol 3, the first write). */
  void brake(ClusterPlan plan);

  /**
   * Gives the canary as many pods as stable's size asks for now, fenced by the claim: where the
   * canary has gone on, or back, it is left alone.
   */
  void resize(Resizing resizing);

  /**
   * The pods that answer requests.
   *
   * @param canary pods that run the new revision: the canary's, and while promoting stable's new
   *     ones
   * @param stable pods that run the old revision
   * @param trouble what is wrong with the canary's pods, judged before any metric
   * @param promotion how far stable itself has come to the new revision
   * @param size how many pods both are to have
   */
  record Arms(
      List<Pod> canary,
      List<Pod> stable,
      Optional<Trouble> trouble,
      Promotion promotion,
      Size size) {
    public Arms {
      canary = List.copyOf(canary);
      stable = List.copyOf(stable);
    }

    List<Pod> pods() {
      return Stream.concat(canary.stream(), stable.stream()).toList();
    }

    /** Whose size nobody has seen, before promotion. */
    public Arms(List<Pod> canary, List<Pod> stable, Optional<Trouble> trouble) {
      this(canary, stable, trouble, Promotion.NONE, Size.UNKNOWN);
    }

    /** Whether stable serves the new revision everywhere, all pods ready. */
    public boolean promoted() {
      return promotion == Promotion.DONE;
    }

    /**
     * Whether stable has no pod of the old revision that takes requests, though it is to have some:
     * what is moved back would find nobody. Once it has been told to run the new revision, going
     * back is what makes such pods.
     */
    boolean stableDown() {
      return promotion == Promotion.NONE
          && size.stable() > 0
          && stable.stream().noneMatch(Pod::ready);
    }

    /** Whether there are as many pods as are asked for, all of them ready. */
    boolean well() {
      return trouble.isEmpty()
          && promotion != Promotion.BEGUN
          && pods().size() == size.stable() + size.canary()
          && pods().stream().allMatch(Pod::ready);
    }

    /** Whether the canary takes requests, and stable does not. */
    boolean canaryServesAlone() {
      return stableDown() && canaryServes();
    }

    /** Whether any pod of the canary takes requests. */
    boolean canaryServes() {
      return canary.stream().anyMatch(Pod::ready);
    }

    /** Of ready pods: others get no requests. */
    double load(ShareSeen share) {
      return share.load(ready(canary), ready(stable));
    }

    private static long ready(List<Pod> pods) {
      return pods.stream().filter(Pod::ready).count();
    }

    /** The same pods, in trouble for another reason. */
    Arms in(Trouble other) {
      return new Arms(canary, stable, Optional.of(other), promotion, size);
    }
  }

  /** Who is told of pods; on any thread, and must return at once. */
  interface Listener {
    /**
     * The cluster has said something.
     *
     * @param changed whether a pod has come, gone, or got another state
     */
    void hears(boolean changed);

    /** From now on it says nothing more. */
    void ends();
  }

  /** How far stable has come to the new revision. */
  enum Promotion {
    /** Its template is another one. */
    NONE,
    /** Its template carries it. */
    BEGUN,
    /** It serves it everywhere, all pods ready. */
    DONE
  }

  /**
   * How many pods are asked for.
   *
   * @param stable 0 where it is not known, or has none
   */
  record Size(int stable, int canary) {
    public static final Size UNKNOWN = new Size(0, 0);

    /**
     * How many pods the canary must have for its share, when that is not what it has. It follows
     * stable up whatever happened before; down only where stable has been seen to shrink while this
     * share was watched, for what an earlier step left it with is never taken away.
     *
     * @param before as it was at the last look
     * @param down whether it may follow down
     */
    OptionalInt following(TrafficWeight share, Size before, boolean down) {
      if (stable < 1 || share.equals(TrafficWeight.NONE)) {
        return OptionalInt.empty();
      }
      int pods = share.podsFor(stable);
      boolean shrinks = down && stable < before.stable && pods < canary;
      return shrinks || pods > canary ? OptionalInt.of(pods) : OptionalInt.empty();
    }
  }

  /**
   * Another size for the canary.
   *
   * @param run the workflow run that watches
   * @param step of the watch
   */
  record Resizing(ClusterPlan plan, String run, int step, int pods) {}

  /**
   * One pod by name; not ready ones count too, their requests did happen.
   *
   * @param leaving whether it has been told to go; then nobody waits for it to be ready
   * @param readiness empty where it is not ready, or nobody says since when
   */
  record Pod(String name, boolean ready, boolean leaving, Optional<Readiness> readiness) {
    /** One that stays, warm for as long as anybody knows. */
    public Pod(String name, boolean ready) {
      this(name, ready, false, Optional.empty());
    }
  }

  /**
   * Since when a pod is ready.
   *
   * @param started when its model server started, or the pod where nobody reports that; one that
   *     merely loses its readiness and gets it back keeps this
   * @param since when it became ready, the last time
   */
  record Readiness(Instant started, Instant since) {}

  /** Pod trouble: its class, and one sentence that names the pod and what Kubernetes says. */
  record Trouble(FailureClass because, String reason) {}
}
