package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.WatchedCluster.Listener;
import io.fleetcanary.core.plan.ClusterPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Has the cluster tell when pods change, over one line at a time. Nobody waits for a line to be
 * opened or closed, and none has a thread of its own while it is open.
 *
 * <pre>
 * none ▶ opening ▶ open ▶ ended, or silent for too long ▶ none for a while, then again
 *              └─▶ not allowed: none any more
 * </pre>
 */
final class PodNews implements AutoCloseable {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** API servers say each minute that they are there; a line that was forgotten says nothing. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(PodNews.class);

  private final WatchedCluster cluster;
  private final ClusterPlan plan;
  private final Runnable news;
  private final Executor threads;
  private final InstantSource clock;
  private @Nullable Line line;
  private Instant next = Instant.MIN;
  private Duration wait = FIRST_WAIT;
  private volatile boolean said;

  /**
   * Opens nothing yet.
   *
   * @param news called on any thread when a look is worth while
   */
  PodNews(WatchedCluster cluster, ClusterPlan plan, Runnable news, Executor threads) {
    this(cluster, plan, news, threads, InstantSource.system());
  }

  /** With a clock of its own. */
  PodNews(
      WatchedCluster cluster,
      ClusterPlan plan,
      Runnable news,
      Executor threads,
      InstantSource clock) {
    this.cluster = cluster;
    this.plan = plan;
    this.news = news;
    this.threads = threads;
    this.clock = clock;
  }

  /** Whether we are told when pods change; sees to it that we are, soon. For one thread. */
  boolean told() {
    Instant now = clock.instant();
    if (line != null && line.over(now)) {
      wait = line.opened() ? FIRST_WAIT : longer(wait);
      next = now.plus(wait);
      close();
      line = null;
    }
    if (line == null && !now.isBefore(next)) {
      line = new Line();
    }
    return line != null && line.tells();
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
  }

  /** One that is still being opened is closed when it is open. */
  @Override
  public void close() {
    Line last = line;
    if (last != null) {
      threads.execute(() -> last.opening.join().ifPresent(Runnable::run));
    }
  }

  private final class Line implements Listener {
    private final CompletableFuture<Optional<Runnable>> opening;
    private volatile Instant heard = clock.instant();
    private volatile boolean ended;

    Line() {
      opening = CompletableFuture.supplyAsync(this::open, threads);
    }

    private Optional<Runnable> open() {
      try {
        return cluster.follow(plan, this);
      } catch (RuntimeException failure) {
        log.atLevel(said ? Level.DEBUG : Level.INFO)
            .addKeyValue("rollout", plan.rolloutId())
            .addKeyValue("cluster", plan.cluster().name())
            .addKeyValue("error", failure.toString())
            .log("pods cannot be watched now, they are looked at every few seconds");
        said = true;
        ended = true;
        return Optional.empty();
      }
    }

    /** Whether it has ever been open. */
    boolean opened() {
      return opening.isDone() && !opening.isCompletedExceptionally() && opening.join().isPresent();
    }

    boolean tells() {
      return opened() && !ended;
    }

    /** One that is not allowed is never over: there will be no other. */
    boolean over(Instant now) {
      boolean silent = heard.isBefore(now.minus(SILENCE));
      return ended || (silent && (opened() || !opening.isDone()));
    }

    @Override
    public void hears(boolean changed) {
      heard = clock.instant();
      if (changed) {
        news.run();
      }
    }

    @Override
    public void ends() {
      ended = true;
      news.run();
    }
  }
}
