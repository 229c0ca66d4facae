package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CountEvidenceTest {
  private static final List<Criterion> CRITERIA =
      List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1));

  @Test
  void doesNotDependOnHowOftenOneLooksOrStartsAgain() {
    List<Interval> intervals = intervals(new SplittableRandom(7));

    CountEvidence watchedThrough = CountEvidence.none(CRITERIA, Noise.constant(1));
    for (Interval interval : intervals) {
      watchedThrough = watchedThrough.plus(interval);
      assertThat(watchedThrough.ratios().getFirst().log()).isFinite();
    }

    CountEvidence lookedAtOnce = added(CountEvidence.none(CRITERIA, Noise.constant(1)), intervals);
    CountEvidence half =
        added(CountEvidence.none(CRITERIA, Noise.constant(1)), intervals.subList(0, 11));
    CountEvidence restarted = added(copyOf(half), intervals.subList(11, intervals.size()));
    assertThat(lookedAtOnce).isEqualTo(watchedThrough);
    assertThat(restarted).isEqualTo(watchedThrough);
  }

  @Test
  void keepsEvidenceOnlyWhereItIsCompared() {
    assertThat(CountEvidence.none(List.of(new Criterion.Max(0.02)), Noise.constant(1)).ratios())
        .isEmpty();
    assertThat(CountEvidence.none(CRITERIA, Noise.constant(1)).ratios()).hasSize(1);
  }

  @Test
  void showsTheShareOfTheCanary() {
    CountEvidence evidence =
        CountEvidence.none(CRITERIA, Noise.constant(1))
            .plus(new Interval(new Counts(91, 2), new Counts(909, 3)));

    assertThat(evidence.share()).hasToString("9.1 %");
  }

  @Test
  void showsTheShareSinceTheGatewayObeys() {
    CountEvidence evidence =
        CountEvidence.none(CRITERIA, Noise.constant(1))
            .plusShareless(new Interval(new Counts(9, 1), new Counts(991, 0)))
            .plus(new Interval(new Counts(250, 2), new Counts(750, 3)));

    assertThat(evidence.share()).isEqualTo(new ShareSeen(250, 1000));
    assertThat(evidence.canary()).isEqualTo(new Counts(259, 3));
  }

  /** As a restarted watch has it: rebuilt from its parts. */
  private static CountEvidence copyOf(CountEvidence evidence) {
    List<RatioEvidence> ratios =
        evidence.ratios().stream()
            .map(r -> new RatioEvidence(r.test(), r.intervals(), r.logs()))
            .toList();
    return new CountEvidence(evidence.canary(), evidence.stable(), evidence.shareless(), ratios);
  }

  private static CountEvidence added(CountEvidence start, List<Interval> intervals) {
    CountEvidence sum = start;
    for (Interval interval : intervals) {
      sum = sum.plus(interval);
    }
    return sum;
  }

  private static List<Interval> intervals(SplittableRandom random) {
    return Stream.generate(() -> new Interval(counts(random, 60), counts(random, 500)))
        .limit(30)
        .toList();
  }

  private static Counts counts(SplittableRandom random, int most) {
    long requests = random.nextInt(most);
    return new Counts(requests, random.nextLong(requests / 20 + 1));
  }
}
