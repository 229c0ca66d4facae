package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Draws.Binomial;
import io.fleetcanary.core.evidence.FleetEvidence.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetEvidenceTest {
  private static final int CLUSTERS = 20;
  private static final double ALPHA = 0.01;
  private static final double PROOF = -Math.log(ALPHA);

  @Test
  void isOneBeforeAnythingBegan() {
    FleetEvidence none = FleetEvidence.of(List.of(), CLUSTERS);

    assertThat(none.log()).isCloseTo(0, within(1e-9));
  }

  @Test
  void doesNotDependOnTheOrderOfClusters() {
    List<Report> reports =
        new ArrayList<>(IntStream.range(0, 8).mapToObj(i -> report(3 + i, 27)).toList());
    FleetEvidence before = FleetEvidence.of(reports, CLUSTERS);

    Collections.shuffle(reports, new java.util.Random(1));

    assertThat(FleetEvidence.of(reports, CLUSTERS).log()).isCloseTo(before.log(), within(1e-9));
  }

  @Test
  void provesTogetherWhatNoClusterProvesAlone() {
    List<Report> reports = IntStream.range(0, CLUSTERS).mapToObj(i -> report(6, 27)).toList();

    FleetEvidence fleet = FleetEvidence.of(reports, CLUSTERS);

    assertThat(reports.getFirst().log()).isLessThan(Math.log(10));
    assertThat(fleet.log()).isGreaterThan(PROOF);
    assertThat(fleet.everywhere()).isTrue();
  }

  @Test
  void tellsOneBadClusterFromABadRevision() {
    List<Report> reports =
        IntStream.range(0, CLUSTERS).mapToObj(i -> report(i == 4 ? 30 : 3, 27)).toList();

    FleetEvidence fleet = FleetEvidence.of(reports, CLUSTERS);

    assertThat(fleet.log()).isGreaterThan(PROOF);
    assertThat(fleet.everywhere()).isFalse();
  }

  @Test
  void keepsAlphaWhenLookedAtAllTheTime() {
    int runs = 300;

    long alarms = Draws.alarms(runs, seed -> alarms(seed, 0.005));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(runs, ALPHA));
  }

  @Test
  void findsDoubledErrorsEverywhere() {
    long found = Draws.alarms(200, seed -> alarms(seed, 0.01));

    assertThat(found).isGreaterThan(195);
  }

  private static boolean alarms(long seed, double rate) {
    SplittableRandom random = new SplittableRandom(seed);
    Binomial bad = Binomial.of(30, rate);
    Binomial stableBad = Binomial.of(270, 0.005);
    List<RatioEvidence> clusters =
        new ArrayList<>(
            Collections.nCopies(
                CLUSTERS, RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1)))));
    for (int i = 0; i < 60; i++) {
      clusters.replaceAll(
          it -> it.plus(interval(30, bad.draw(random), 270, stableBad.draw(random))));
      List<Report> reports = clusters.stream().map(FleetEvidenceTest::report).toList();
      if (FleetEvidence.of(reports, CLUSTERS).log() >= PROOF) {
        return true;
      }
    }
    return false;
  }

  private static Report report(long bad, long stableBad) {
    RatioEvidence none = RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1)));
    return report(none.plus(interval(600, bad, 5400, stableBad)));
  }

  private static Report report(RatioEvidence evidence) {
    List<Double> levels = DoubleStream.of(evidence.levels()).boxed().toList();
    return new Report(levels, levels);
  }

  private static Interval interval(long requests, long bad, long stable, long stableBad) {
    return new Interval(new Counts(requests, bad), new Counts(stable, stableBad));
  }
}
