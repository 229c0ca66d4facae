package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Resizing;
import io.fleetcanary.activity.analysis.WatchedCluster.Size;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the pods, now and then at what others have done to the objects, has the canary follow
 * stable's size, and remembers the pods while the cluster's API does not answer: a canary must not
 * get away because its API server hangs. At most one look is under way.
 */
final class Sight {
  private static final String PODS = "pods";

  /** How long a watch waits for a look, so that metrics are not late because of the pods. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The same before the first look: there is nothing else to do. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

  /** How long no canary pod may be ready while requests go there, in times of the staleness. */
  private static final int UNREADY = 3;

  /** How long a bake waits for pods that came with stable's growth; an activity has its end. */
  private static final Duration GROWN = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(Sight.class);

  private final WatchedCluster cluster;
  private final WatchRequest request;
  private final String run;
  private final Executor threads;
  private final Rhythm rhythm;
  private final PodNews news;
  private final Duration stale;
  private final Duration unready;
  private Instant objectsDue = Instant.EPOCH;
  private @Nullable CompletableFuture<Glimpse> pending;
  private Arms arms = new Arms(List.of(), List.of(), Optional.empty());
  private Instant at = Instant.EPOCH;
  private boolean rested;
  private @Nullable Instant unreadySince;
  private @Nullable Instant downSince;
  private String error = "no answer";
  private volatile Size size = Size.UNKNOWN;
  private volatile Instant grown = Instant.MIN;
  private volatile boolean follows;

  /**
   * @param run the workflow run that watches
   */
  Sight(
      WatchedCluster cluster,
      WatchRequest request,
      String run,
      Executor threads,
      Rhythm rhythm,
      PodNews news) {
    this.cluster = cluster;
    this.request = request;
    this.run = run;
    this.threads = threads;
    this.rhythm = rhythm;
    this.news = news;
    this.stale = rhythm.stale();
    this.unready = stale.multipliedBy(UNREADY);
  }

  Seen look(Pulse pulse) {
    CompletableFuture<Glimpse> looking = pending == null ? begin() : pending;
    pending = looking;
    Duration patience = rested || at.equals(Instant.EPOCH) ? FIRST_PATIENCE : PATIENCE;
    Optional<Glimpse> glimpse = pulse.await(looking, patience);
    if (glimpse.isPresent()) {
      pending = null;
      error = glimpse.get().error;
      glimpse.get().arms.ifPresent(this::remember);
    }
    boolean fresh = glimpse.flatMap(Glimpse::arms).isPresent();
    return new Seen(arms, fresh, finding(), growing(), stableLost());
  }

  /**
   * Whether the next look may wait until there is news: all was well at this one, and the cluster
   * tells when that changes. Whatever counts by its length is looked at as it goes on.
   */
  boolean mayWait(Seen seen) {
    boolean well =
        seen.fresh()
            && seen.arms().well()
            && unreadySince == null
            && downSince == null
            && !follows
            && !growing();
    rested = well && rhythm.mayWait(Instant.now()) && news.told();
    return rested;
  }

  /** Objects are looked at as often as metrics: they cost more than pods, and change less. */
  private CompletableFuture<Glimpse> begin() {
    boolean objects = !Instant.now().isBefore(objectsDue);
    objectsDue = objects ? rhythm.nextLook(Instant.now()) : objectsDue;
    return CompletableFuture.supplyAsync(() -> glimpse(objects), threads);
  }

  private void remember(Arms now) {
    arms = now;
    at = Instant.now();
    unreadySince = now.canaryServes() ? null : earlier(unreadySince);
    downSince = now.stableDown() ? earlier(downSince) : null;
  }

  private Instant earlier(@Nullable Instant since) {
    return since == null ? at : since;
  }

  /** Requests are shared with a stable of which nobody answers any more. */
  private boolean stableLost() {
    return lasts(downSince) && !request.weight().equals(TrafficWeight.NONE);
  }

  private boolean lasts(@Nullable Instant since) {
    return since != null && !at.isBefore(since.plus(unready));
  }

  /** Whatever goes wrong here, the metrics are still watched. */
  private Glimpse glimpse(boolean objects) {
    try {
      Arms pods = cluster.look(request.plan());
      Optional<Trouble> foreign = objects ? cluster.foreign(request.plan()) : Optional.empty();
      if (foreign.isEmpty()) {
        follow(pods.size());
      }
      return new Glimpse(foreign.map(pods::in).or(() -> Optional.of(pods)), "");
    } catch (RuntimeException e) {
      return new Glimpse(
          Optional.empty(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** Stable may be scaled at any time, and the canary's share of its requests with it. */
  private void follow(Size now) {
    boolean baking = request.until() instanceof Until.Baked;
    OptionalInt pods = now.following(request.weight(), size, baking);
    follows = pods.isPresent();
    if (pods.isEmpty()) {
      size = now;
    } else if (resized(pods.getAsInt())) {
      grown = pods.getAsInt() > now.canary() ? Instant.now() : grown;
      size = now;
    }
  }

  /** The next look tries again. */
  private boolean resized(int pods) {
    ClusterPlan plan = request.plan();
    try {
      cluster.resize(new Resizing(plan, run, request.step(), pods));
      return true;
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("rollout", plan.rolloutId())
          .addKeyValue("cluster", plan.cluster().name())
          .addKeyValue("error", e.toString())
          .log("the canary could not follow stable's size");
      return false;
    }
  }

  /** Whether pods that came with stable's growth are still on their way. */
  private boolean growing() {
    return grown.isAfter(Instant.now().minus(GROWN))
        && arms.canary().stream().anyMatch(pod -> !pod.ready() && !pod.leaving());
  }

  private Finding finding() {
    if (at.isBefore(Instant.now().minus(stale))) {
      return finding(
          Verdict.INCONCLUSIVE, "pods not seen for " + stale.toSeconds() + " s: " + error);
    }
    if (arms.trouble().isPresent()) {
      return finding(Verdict.FAIL, arms.trouble().get().reason());
    }
    if (lasts(unreadySince)) {
      String sentence = "no canary pod has been ready for " + unready.toSeconds() + " s";
      return finding(Verdict.FAIL, sentence);
    }
    if (stableLost()) {
      return finding(
          Verdict.INCONCLUSIVE,
          "stable itself is down: none of its %d pods has been ready for %d s"
              .formatted(arms.size().stable(), unready.toSeconds()));
    }
    long all = arms.canary().stream().filter(pod -> !pod.leaving()).count();
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
   * @param growing whether pods that came with stable's growth are still on their way
   * @param stableLost whether stable, which has its share of the requests, has answered none for a
   *     while
   */
  record Seen(Arms arms, boolean fresh, Finding pods, boolean growing, boolean stableLost) {}

  private record Glimpse(Optional<Arms> arms, String error) {}
}
