package io.fleetcanary.activity.series;

import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.SeriesLog;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.series.WatchSeries.Kind;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what one watch measured over to the journal when the watch ends. Never in the way of the
 * watch, and not part of any rollout's history, which stays small with any number of clusters: a
 * run of its own writes it. What cannot be handed over is logged, and missing in reports.
 */
public final class SeriesPost {
  /** On a way back every call goes first. */
  private static final Duration BACK_FIRST = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(SeriesPost.class);

  private final WatchRequest request;
  private final String run;
  private final Consumer<Page> send;
  private final Executor threads;
  private final SeriesLog looks;

  /**
   * For one watch.
   *
   * @param run the workflow run that watches
   * @param send throws where it is not taken
   */
  public SeriesPost(WatchRequest request, String run, Consumer<Page> send, Executor threads) {
    this.request = request;
    this.run = run;
    this.send = send;
    this.threads = threads;
    looks = new SeriesLog(request.plan().rules().analysis().metrics(), request.begin());
  }

  /** Leaves it to a run that tries for weeks; sent twice it is written once. */
  public static void leave(WorkflowClient temporal, Page page) {
    String line = page.runId() + "/" + page.entries().getFirst().number();
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.CENTRAL)
            .setWorkflowId("journal/%s/%s/%s".formatted(page.namespace(), page.service(), line))
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setStaticSummary("write what was measured for " + page.rolloutId())
            .build();
    try {
      temporal.newUntypedWorkflowStub("KeepJournal", options).start(page);
    } catch (WorkflowExecutionAlreadyStarted anEarlierAttempt) {
      log.atDebug().addKeyValue("rollout", page.rolloutId()).log("handed over already");
    }
  }

  /**
   * What a look has found.
   *
   * @param measured in the template's order
   */
  public void look(Instant now, List<Measured> measured) {
    looks.look(now, measured);
  }

  /** What a watch returns, with what it measured handed over at its end. */
  public Watched kept(Supplier<Watched> watch) {
    try {
      Watched watched = watch.get();
      ends(watched.verdict());
      return watched;
    } catch (ActivityCanceledException cancelled) {
      interrupted();
      throw cancelled;
    }
  }

  /** The watch knows; of a guard only a failure is worth keeping. */
  void ends(Verdict verdict) {
    if (kind() != Kind.GUARD || verdict == Verdict.FAIL) {
      tell(threads);
    }
  }

  /** Somebody has ended the watch: an abort, or a pause. */
  void interrupted() {
    if (kind() != Kind.GUARD) {
      tell(
          CompletableFuture.delayedExecutor(BACK_FIRST.toMillis(), TimeUnit.MILLISECONDS, threads));
    }
  }

  private Kind kind() {
    return switch (request.until()) {
      case Until.Baked baked -> Kind.BAKE;
      case Until.Promoted promoted ->
          request.step() == request.plan().promotionStep() ? Kind.PROMOTION : Kind.GUARD;
      case Until.Cancelled cancelled -> Kind.GUARD;
    };
  }

  private void tell(Executor when) {
    List<MetricSeries> metrics = looks.series();
    if (!metrics.isEmpty()) {
      Page page = page(metrics, Instant.now());
      when.execute(() -> deliver(page));
    }
  }

  private Page page(List<MetricSeries> metrics, Instant end) {
    ClusterPlan plan = request.plan();
    String cluster = plan.cluster().name();
    WatchSeries watch =
        new WatchSeries(cluster, kind(), request.weight(), request.begin(), end, metrics);
    JournalEntry line =
        new JournalEntry(
            request.watch(),
            end,
            Act.SERIES,
            cluster,
            "",
            "what was measured at " + request.weight(),
            new Evidence.Series(watch));
    return new Page(
        plan.namespace(),
        plan.service(),
        plan.rolloutOfAllAttempts(),
        run,
        plan.revision().name(),
        List.of(line));
  }

  private void deliver(Page page) {
    try {
      send.accept(page);
    } catch (RuntimeException e) {
      log.atInfo()
          .addKeyValue("rollout", page.rolloutId())
          .addKeyValue("cluster", request.plan().cluster().name())
          .addKeyValue("error", e.toString())
          .log("what was measured is not in the journal, reports are without it");
    }
  }
}
