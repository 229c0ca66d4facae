package io.fleetcanary.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Dispersion.Residual;
import io.fleetcanary.core.evidence.Draws;
import io.fleetcanary.core.evidence.Draws.Binomial;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioQuestion;
import io.fleetcanary.core.pool.PoolReport.Block;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pool as it is shipped: two waves of clusters with two bakes each, whose noise is learnt of
 * their past or, in every other fleet, not known. Canaries are as bad as the bound allows.
 */
class PoolAlphaTest {
  private static final int RUNS = 300;
  private static final int WAVES = 2;
  private static final int IN_A_WAVE = 6;
  private static final int MANY_IN_A_WAVE = 20;
  private static final int BAKES = 2;
  private static final int MINUTES = 10;

  /** When a bake of ten minutes tells, one look a minute. */
  private static final List<Integer> TELLS = List.of(1, 2, 3, 4, 5, 7, 8, 10);

  private static final double BY = 0.1;
  private static final double RATE = 0.02;
  private static final double BOUND = RATE * (1 + BY);

  /** Of one watch among twelve clusters, with two bakes each. */
  private static final double WATCH_ALPHA = 0.005 / 12 * 0.8 / 2;

  private static final Leaving NEVER = (over, log) -> false;
  private static final Leaving AT_ONCE = (over, log) -> log < -0.2;

  /** Where it is known what a cluster will have said, and nothing can be lost by its leaving. */
  private static final Leaving AT_THE_END = (over, log) -> over && log < 0;

  private static final Binomial STABLE = Binomial.of(2700, RATE);
  private static final Binomial HALF_OF_STABLE = Binomial.of(9000, RATE);

  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.05})
  void keepsAlphaWhereBakesEnd(double alpha) {
    long alarms =
        Draws.alarms(RUNS, seed -> new Fleet(seed, IN_A_WAVE, alpha, BOUND, NEVER).alarms());

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, alpha));
  }

  /** Clusters fail by something else as soon as they look good here. */
  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.05})
  void keepsAlphaWhereClustersThatObjectFailBySomethingElse(double alpha) {
    long alarms =
        Draws.alarms(RUNS, seed -> new Fleet(seed, IN_A_WAVE, alpha, BOUND, AT_ONCE).alarms());

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, alpha));
  }

  /**
   * Forty clusters whose noise is known, as many as it takes: were objections taken back, what
   * stays would be the best of each, and more than half of such fleets would alarm.
   */
  @Test
  void keepsAlphaWhereAllThatLookGoodLeaveWhenTheirBakesAreOver() {
    int runs = 100;
    double alpha = 0.05;
    long alarms =
        Draws.alarms(
            runs, seed -> new Fleet(2 * seed, MANY_IN_A_WAVE, alpha, BOUND, AT_THE_END).alarms());

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(runs, alpha));
  }

  @Test
  void findsDoubledErrorsEverywhere() {
    long found =
        Draws.alarms(100, seed -> new Fleet(seed, IN_A_WAVE, 0.005, 2 * RATE, AT_ONCE).alarms());

    assertThat(found).isGreaterThan(95);
  }

  /** Which clusters fail by something else. */
  private interface Leaving {
    /**
     * @param over whether this is the last it tells
     * @param log what all its bakes have proved of the nearest alternative
     */
    boolean leaves(boolean over, double log);
  }

  /** One rollout. */
  private static final class Fleet {
    private final SplittableRandom random;
    private final boolean known;
    private final Binomial canary;
    private final int inAWave;
    private final Leaving leaving;
    private Pool pool;
    private boolean alarms;

    /**
     * @param rate of the canaries
     */
    Fleet(long seed, int inAWave, double alpha, double rate, Leaving leaving) {
      random = new SplittableRandom(seed);
      known = seed % 2 == 0;
      canary = Binomial.of(300, rate);
      this.inAWave = inAWave;
      this.leaving = leaving;
      Pool any = Reports.pool(WAVES * inAWave + 1, List.of(Comparison.none("errors", BY)));
      pool =
          new Pool(
              any.rolloutId(),
              any.planned(),
              alpha,
              any.comparisons(),
              any.inFlight(),
              any.done(),
              any.seen(),
              any.bad(),
              false,
              any.blamed());
    }

    boolean alarms() {
      for (int wave = 0; wave < WAVES; wave++) {
        String name = "wave" + wave + "-";
        List<Cluster> clusters =
            IntStream.range(0, inAWave).mapToObj(i -> new Cluster(name + i)).toList();
        for (int minute = 1; minute <= BAKES * MINUTES && !alarms; minute++) {
          for (Cluster cluster : clusters) {
            cluster.looks(minute);
          }
        }
      }
      new Cluster("last").looks(1); // the pool judges when it is told something
      return alarms;
    }

    private List<Interval> past() {
      return Stream.generate(() -> new Interval(half(), half())).limit(known ? 25 : 0).toList();
    }

    private Counts half() {
      return new Counts(9000, HALF_OF_STABLE.draw(random));
    }

    /** One cluster of it. */
    private final class Cluster {
      private final String name;
      private final List<Block> past;
      private final RatioEvidence none;
      private RatioEvidence evidence;
      private Interval sums = Comparison.NOTHING;
      private double earlier;
      private boolean failed;

      Cluster(String name) {
        this.name = name;
        List<Interval> blocks = past();
        List<Residual> residuals = blocks.isEmpty() ? List.of() : Dispersion.residuals(blocks);
        past =
            IntStream.range(0, residuals.size())
                .mapToObj(i -> new Block(i, residuals.get(i).off(), residuals.get(i).variance()))
                .toList();
        Optional<Double> learnt = Dispersion.of(blocks);
        none = RatioEvidence.none(RatioQuestion.worse(BY, Noise.of(learnt, Duration.ofMinutes(1))));
        evidence = none;
      }

      /**
       * @param minute of all bakes, from 1
       */
      void looks(int minute) {
        if (failed) {
          return;
        }
        int ofBake = (minute - 1) % MINUTES + 1;
        if (ofBake == 1) {
          evidence = none;
          sums = Comparison.NOTHING;
        }
        Interval seen =
            new Interval(
                new Counts(300, canary.draw(random)), new Counts(2700, STABLE.draw(random)));
        evidence = evidence.plus(seen, sums);
        sums = sums.plus(seen);
        if (TELLS.contains(ofBake)) {
          tells(minute);
        }
      }

      private void tells(int minute) {
        Levels levels = Levels.of(evidence.levels(sums, WATCH_ALPHA));
        double log = earlier + levels.logs().getFirst();
        earlier = minute % MINUTES == 0 ? log : earlier;
        boolean over = minute == BAKES * MINUTES;
        List<Block> told = minute == 1 ? past : List.of();
        Part part =
            new Part(evidence.dividedBy(sums), levels, sums, told, evidence.dispersion(sums));
        failed = leaving.leaves(over, log);
        Ending passes = over ? Ending.PASSED : Ending.GOES_ON;
        PoolReport report =
            new PoolReport(
                pool.rolloutId(),
                name,
                Collections.emptySortedMap(),
                1,
                (minute - 1) / MINUTES + 1,
                failed ? Ending.FAILED : passes,
                List.of(part));
        Pool.Taken taken = pool.take(report);
        pool = taken.pool();
        alarms |= taken.verdict().isPresent();
      }
    }
  }
}
