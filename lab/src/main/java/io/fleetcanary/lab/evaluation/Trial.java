package io.fleetcanary.lab.evaluation;

import io.fleetcanary.activity.pool.PoolPost;
import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.lab.evaluation.Method.Answer;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One release under the product: what each watch counts, its analyzer judges at every look; what
 * its post tells, at the times at which it does, the pool of the rollout weighs. The first cluster
 * that goes back ends it, as it does by default.
 */
final class Trial {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BLOCK = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofSeconds(Run.LOOK_SECONDS);
  private static final double SUSPICION = Math.log(10);

  /** An alternative's evidence that is no suspicion: starts that are still to come add below 1. */
  private static final double FAR = Math.log(10 - 1) - 1e-6;

  private static final Finding PODS = new Finding("pods", Verdict.PASS, "all ready", 0);

  private final Form form;
  private final Cell cell;
  private final List<List<Cluster>> waves = new ArrayList<>();
  private Optional<Pool> pool;
  private boolean proved;
  private boolean inconclusive;

  Trial(RolloutPlan plan, Cell cell, Run run, Form form) {
    this.form = form;
    this.cell = cell;
    pool = Pool.of(plan);
    int number = 0;
    for (Wave wave : plan.waves()) {
      List<Cluster> clusters = new ArrayList<>();
      for (ClusterTarget target : wave.clusters()) {
        clusters.add(new Cluster(plan.clusterPlan(wave, target, 1), run, number));
        number++;
      }
      waves.add(clusters);
    }
  }

  /** Where a wave leaves a question, somebody lets the rollout go on. */
  Answer answer() {
    int looks = cell.minutes() * 60 / Run.LOOK_SECONDS;
    for (int wave = 0; wave < waves.size(); wave++) {
      for (int look = 0; look < looks; look++) {
        for (Cluster cluster : waves.get(wave)) {
          if (cluster.look(look) == Verdict.FAIL || proved) {
            return new Answer((wave * looks + look + 1) * Run.LOOK_SECONDS, false);
          }
        }
      }
    }
    return new Answer(Answer.NEVER, inconclusive);
  }

  private void take(PoolReport report) {
    pool =
        pool.map(
            before -> {
              Pool.Taken taken = before.take(report);
              proved |= taken.verdict().isPresent();
              return taken.pool();
            });
  }

  /** One cluster, bake after bake. */
  private final class Cluster {
    private final ClusterPlan plan;
    private final Run run;
    private final int number;
    private final List<Interval> looks;
    private final List<List<Interval>> before;
    private final Instant released;
    private Bake bake;
    private int begun;

    Cluster(ClusterPlan plan, Run run, int number) {
      this.plan = plan;
      this.run = run;
      this.number = number;
      this.looks = run.looks().get(number);
      this.before = run.before().get(number);
      released = BEGIN.plusSeconds(cell.begin(number));
      bake = next(released);
    }

    private Bake next(Instant begin) {
      begun++;
      int step = begun * plan.steps().size() / plan.bakes();
      Step.Watch watch = (Step.Watch) plan.steps().get(step - 1);
      return new Bake(
          new WatchRequest(
              plan,
              step,
              plan.weightAt(step).orElseThrow(),
              begin,
              new Until.Baked(watch.bake()),
              begun),
          before.get(begun - 1));
    }

    Verdict look(int look) {
      Instant now = released.plusSeconds((look + 1L) * Run.LOOK_SECONDS);
      bake.further.forEach(edge -> edge.look(look));
      Verdict verdict = bake.look(now, looks.get(look));
      if (verdict != Verdict.FAIL && bake.endsBy(now)) {
        inconclusive |= verdict == Verdict.INCONCLUSIVE;
        bake.post.ends(verdict);
        if (begun < plan.bakes()) {
          bake = next(now);
        }
      }
      return verdict;
    }

    /** One watch. */
    private final class Bake {
      private final WatchRequest request;
      private final Analyzer analyzer;
      private final PoolPost post;
      private final SortedMap<Instant, Interval> past = new TreeMap<>();
      private final List<Further> further;
      private CountEvidence evidence;

      Bake(WatchRequest request, List<Interval> blocks) {
        this.request = request;
        evidence = none(metric(0), blocks);
        for (int i = 0; i < blocks.size(); i++) {
          past.put(released.minus(BLOCK.multipliedBy(blocks.size() - 1L - i)), blocks.get(i));
        }
        further = IntStream.range(0, run.edges().size()).mapToObj(this::further).toList();
        analyzer = new Analyzer(request.template());
        post = new PoolPost(request, Collections.emptySortedMap(), Trial.this::take, Runnable::run);
      }

      private Metric metric(int edge) {
        List<Metric> metrics = request.template().metrics();
        return cell.edges().isEmpty()
            ? metrics.getFirst()
            : metrics.stream()
                .filter(it -> it.name().equals(cell.edges().get(edge).metric()))
                .findFirst()
                .orElseThrow();
      }

      private Further further(int behind) {
        Run seen = run.edges().get(behind);
        List<Interval> blocks = seen.before().get(number).get(begun - 1);
        return new Further(seen.looks().get(number), none(metric(behind + 1), blocks));
      }

      private CountEvidence none(Metric metric, List<Interval> blocks) {
        Noise noise = Noise.of(Dispersion.of(blocks), LOOK);
        List<RatioEvidence> ratios =
            metric.criteria().stream()
                .filter(Criterion.Worse.class::isInstance)
                .map(it -> form.question(((Criterion.Worse) it).by(), noise))
                .map(RatioEvidence::none)
                .toList();
        return new CountEvidence(Counts.NONE, Counts.NONE, ShareSeen.NONE, ratios);
      }

      boolean endsBy(Instant now) {
        Duration bake = ((Until.Baked) request.until()).bake();
        return !now.isBefore(request.begin().plus(bake));
      }

      Verdict look(Instant now, Interval interval) {
        boolean early = evidence.share().equals(ShareSeen.NONE) && early(now, interval);
        evidence = early ? evidence.plusShareless(interval) : evidence.plus(interval);
        List<Measured> measured = measured();
        if (pool.isPresent()) {
          post.look(now, measured, List.of(past), List.of());
        }
        if (!suspicious() && !endsBy(now)) {
          return Verdict.PASS; // whatever else: far from a failure, and not the end
        }
        Terms terms = new Terms(request.weight().percent(), true);
        return analyzer.judge(new Observation(PODS, terms, measured)).verdict();
      }

      private List<Measured> measured() {
        return cell.edges().isEmpty()
            ? List.of(new Counted(evidence, 1, ""))
            : request.template().metrics().stream().map(this::ofPreset).toList();
      }

      /** All that does not look at an edge is good. */
      private Measured ofPreset(Metric metric) {
        int edge = cell.edges().stream().map(Cell.Edge::metric).toList().indexOf(metric.name());
        if (edge >= 0) {
          return new Counted(edge == 0 ? evidence : further.get(edge - 1).evidence, 1, "");
        }
        if (metric instanceof Metric.Gauge) {
          return new Gauged(0, 0, "");
        }
        Counts canary = new Counts(evidence.canary().requests(), 0);
        Counts stable = new Counts(evidence.stable().requests(), 0);
        List<RatioEvidence> ratios =
            CountEvidence.none(metric.criteria(), Noise.constant(1)).ratios();
        return new Counted(new CountEvidence(canary, stable, evidence.shareless(), ratios), 1, "");
      }

      /** Whether the gateway has not obeyed yet. */
      private boolean early(Instant now, Interval interval) {
        Duration start = Duration.between(request.begin(), now).minusSeconds(Run.LOOK_SECONDS);
        return request.shift().filter(it -> it.isYetToCome(interval, start)).isPresent();
      }

      /** The mean is no more than the most, which is there already. */
      private boolean suspicious() {
        return suspicious(evidence) || further.stream().anyMatch(it -> suspicious(it.evidence));
      }

      private boolean suspicious(CountEvidence some) {
        RatioEvidence ratio = some.ratios().getFirst();
        return Collections.max(ratio.logs()) >= FAR && ratio.log() >= SUSPICION;
      }
    }
  }

  /** What is known to a metric behind the first. */
  private static final class Further {
    private final List<Interval> looks;
    private CountEvidence evidence;

    Further(List<Interval> looks, CountEvidence none) {
      this.looks = looks;
      evidence = none;
    }

    void look(int look) {
      evidence = evidence.plus(looks.get(look));
    }
  }
}
