package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.ClusterPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pods, now and then at what others have done to the objects, and remembers them while
 * the cluster's API does not answer: a canary must not get away because its API server hangs. At
 * most one look is under way.
 */
final class Sight {
  private static final String PODS = "pods";

  /** How long a watch waits for a look, so that metrics are not late because of the pods. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How old the last look may be before the pods count as unseen, or three looks. */
  private static final Duration LEAST_STALE = Duration.ofSeconds(5);

  /** How long no canary pod may be ready while requests go there, in times of the staleness. */
  private static final int UNREADY = 3;

  private final WatchedCluster cluster;
  private final ClusterPlan plan;
  private final Executor threads;
  private final Duration stale;
  private final Duration unready;
  private final Duration betweenObjects;
  private Instant objectsDue = Instant.EPOCH;
  private @Nullable CompletableFuture<Glimpse> pending;
  private Arms arms = new Arms(List.of(), List.of(), Optional.empty(), false);
  private Instant at = Instant.EPOCH;
  private @Nullable Instant unreadySince;
  private String error = "no answer";

  /**
   * @param every time between two looks
   */
  Sight(WatchedCluster cluster, ClusterPlan plan, Executor threads, Duration every) {
    this.cluster = cluster;
    this.plan = plan;
    this.threads = threads;
    Duration three = every.multipliedBy(3);
    this.stale = three.compareTo(LEAST_STALE) > 0 ? three : LEAST_STALE;
    this.unready = stale.multipliedBy(UNREADY);
    this.betweenObjects = plan.rules().analysis().every();
  }

  Seen look(Pulse pulse) {
    CompletableFuture<Glimpse> looking = pending == null ? begin() : pending;
    pending = looking;
    // Before the first look there is nothing else to do.
    Duration patience = at.equals(Instant.EPOCH) ? LEAST_STALE : PATIENCE;
    Optional<Glimpse> glimpse = pulse.await(looking, patience);
    if (glimpse.isPresent()) {
      pending = null;
      error = glimpse.get().error;
      glimpse.get().arms.ifPresent(this::remember);
    }
    boolean fresh = glimpse.flatMap(Glimpse::arms).isPresent();
    return new Seen(arms, fresh, finding());
  }

  /** Objects are looked at as often as metrics: they cost more than pods, and change less. */
  private CompletableFuture<Glimpse> begin() {
    boolean objects = !Instant.now().isBefore(objectsDue);
    objectsDue = objects ? Instant.now().plus(betweenObjects) : objectsDue;
    return CompletableFuture.supplyAsync(() -> glimpse(objects), threads);
  }

  private void remember(Arms now) {
    arms = now;
    at = Instant.now();
    boolean served = now.canary().stream().anyMatch(Pod::ready);
    Instant since = unreadySince == null ? at : unreadySince;
    unreadySince = served ? null : since;
  }

  /** Whatever goes wrong here, the metrics are still watched. */
  private Glimpse glimpse(boolean objects) {
    try {
      Arms pods = cluster.look(plan);
      Optional<Trouble> foreign = objects ? cluster.foreign(plan) : Optional.empty();
      return new Glimpse(foreign.map(pods::in).or(() -> Optional.of(pods)), "");
    } catch (RuntimeException e) {
      return new Glimpse(
          Optional.empty(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Finding finding() {
    if (at.isBefore(Instant.now().minus(stale))) {
      return finding(
          Verdict.INCONCLUSIVE, "pods not seen for " + stale.toSeconds() + " s: " + error);
    }
    if (arms.trouble().isPresent()) {
      return finding(Verdict.FAIL, arms.trouble().get().reason());
    }
    if (unreadySince != null && !at.isBefore(unreadySince.plus(unready))) {
      String sentence = "no canary pod has been ready for " + unready.toSeconds() + " s";
      return finding(Verdict.FAIL, sentence);
    }
    int all = arms.canary().size();
    long ready = arms.canary().stream().filter(Pod::ready).count();
    boolean good = all > 0 && ready == all;
    return finding(
        good ? Verdict.PASS : Verdict.INCONCLUSIVE,
        all == 0 ? "no canary pods" : ready + " of " + all + " canary pods ready");
  }

  private static Finding finding(Verdict verdict, String sentence) {
    return new Finding(PODS, verdict, sentence, 0);
  }

  /**
   * The pods.
   *
   * @param arms as they are now, or were when last seen
   * @param fresh whether they are as of now
   */
  record Seen(Arms arms, boolean fresh, Finding pods) {}

  private record Glimpse(Optional<Arms> arms, String error) {}
}
