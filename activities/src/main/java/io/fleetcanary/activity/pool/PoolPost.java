package io.fleetcanary.activity.pool;

import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.Dispersion.Residual;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Block;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the pool of a rollout what one bake has seen so far. Never in the way of the watch: a
 * report that is not taken is made good by the next one, and a rollout that pools nothing has
 * nobody to tell.
 */
public final class PoolPost {
  private static final long BLOCK_SECONDS = Duration.ofMinutes(10).toSeconds();

  private static final MathContext DIGITS = new MathContext(4);

  private static final Logger log = LoggerFactory.getLogger(PoolPost.class);

  private final WatchRequest request;
  private final SortedMap<String, String> labels;
  private final Consumer<PoolReport> send;
  private final Executor threads;
  private final Looks looks;
  private CompletableFuture<Void> sending = CompletableFuture.allOf();
  private List<Measured> seen = List.of();
  private List<SortedMap<Instant, Interval>> past = List.of();
  private List<String> confounded = List.of();
  private volatile boolean pastTold;

  /**
   * @param labels of the cluster
   * @param send blocks, and throws where nothing is taken
   */
  public PoolPost(
      WatchRequest request,
      SortedMap<String, String> labels,
      Consumer<PoolReport> send,
      Executor threads) {
    this.request = request;
    this.labels = labels;
    this.send = send;
    this.threads = threads;
    looks = new Looks(request.begin(), request.plan().rules().analysis().every());
  }

  /**
   * For one watch.
   *
   * @param labels of its cluster
   * @param temporal asked for only when there is something to say
   */
  public static PoolPost of(
      WatchRequest request,
      SortedMap<String, String> labels,
      Supplier<WorkflowClient> temporal,
      Executor threads) {
    ClusterPlan plan = request.plan();
    String pool = EvidencePool.workflowId(plan.namespace(), plan.service());
    return new PoolPost(
        request,
        labels,
        report -> temporal.get().newUntypedWorkflowStub(pool).signal("report", report),
        threads);
  }

  /**
   * What a look has found; told if it is time.
   *
   * @param measured in the template's order
   * @param blocks of stable's own pods before the watch, for each metric; empty where not asked for
   * @param confounders metrics whose slowness may come of something else than the revision; then
   *     they say nothing of it
   */
  public void look(
      Instant now,
      List<Measured> measured,
      List<SortedMap<Instant, Interval>> blocks,
      List<String> confounders) {
    seen = measured;
    confounded = List.copyOf(confounders);
    if (blocks.stream().anyMatch(some -> !some.isEmpty())) {
      past = List.copyOf(blocks);
    }
    if (looks.due(now) && sending.isDone()) {
      tell(Ending.GOES_ON);
    }
  }

  /** The watch is over, and the canary is not known to be bad. */
  public void ends(Verdict verdict) {
    boolean passed = verdict == Verdict.PASS && isLast();
    tell(passed ? Ending.PASSED : Ending.GOES_ON);
  }

  /** The watch has failed. Trouble of the place says nothing of the canary. */
  public void fails(FailureClass because) {
    if (because == FailureClass.EVIDENCE) {
      tell(Ending.FAILED);
    }
  }

  private boolean isLast() {
    List<Step> steps = request.plan().steps();
    return steps.subList(Math.min(request.step(), steps.size()), steps.size()).stream()
        .noneMatch(Step.Watch.class::isInstance);
  }

  private void tell(Ending ending) {
    List<Part> parts = parts();
    if (!(request.until() instanceof Until.Baked) || parts.isEmpty()) {
      return;
    }
    ClusterPlan plan = request.plan();
    PoolReport report =
        new PoolReport(
            plan.rolloutId(),
            plan.cluster().name(),
            labels,
            plan.attempt(),
            request.step(),
            ending,
            parts);
    sending = sending.thenRunAsync(() -> deliver(report), threads);
  }

  private void deliver(PoolReport report) {
    try {
      send.accept(report);
      pastTold = true;
    } catch (WorkflowNotFoundException nobody) {
      log.atDebug().addKeyValue("rollout", report.rolloutId()).log("nobody pools evidence");
    } catch (RuntimeException e) {
      log.atInfo()
          .addKeyValue("rollout", report.rolloutId())
          .addKeyValue("cluster", report.cluster())
          .addKeyValue("error", e.toString())
          .log("evidence not told, the next report makes up for it");
    }
  }

  private List<Part> parts() {
    List<Metric> metrics = request.plan().rules().analysis().metrics();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i) instanceof Counted counted && metrics.get(i).decides()) {
        List<Block> before = pastTold || past.isEmpty() ? List.of() : residuals(past.get(i));
        boolean silent = confounded.contains(metrics.get(i).name());
        double alpha = request.template().alpha();
        Interval sums = new Interval(counted.evidence().canary(), counted.evidence().stable());
        for (RatioEvidence ratio : counted.evidence().ratios()) {
          Levels levels = silent ? Levels.NONE : Levels.of(ratio.levels(sums, alpha));
          parts.add(part(ratio, levels, sums, before));
        }
      }
    }
    return parts;
  }

  private static Part part(RatioEvidence ratio, Levels levels, Interval sums, List<Block> before) {
    return new Part(ratio.dividedBy(sums), levels, sums, before, ratio.dispersion(sums));
  }

  private static List<Block> residuals(SortedMap<Instant, Interval> blocks) {
    SortedMap<Instant, Interval> telling = new TreeMap<>(blocks);
    telling.values().removeIf(block -> !block.informative());
    List<Residual> residuals = Dispersion.residuals(List.copyOf(telling.values()));
    List<Block> all = new ArrayList<>();
    for (Instant at : telling.keySet()) {
      Residual residual = residuals.get(all.size());
      long number = at.getEpochSecond() / BLOCK_SECONDS;
      all.add(new Block(number, rounded(residual.off()), rounded(residual.variance())));
    }
    return all;
  }

  /** Four digits: a dispersion learnt from 25 blocks is off by far more. */
  private static double rounded(double number) {
    return BigDecimal.valueOf(number).round(DIGITS).doubleValue();
  }
}
