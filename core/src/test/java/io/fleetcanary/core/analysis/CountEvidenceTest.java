package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CountEvidenceTest {
  private static final List<Criterion> CRITERIA =
      List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1));
  private static final List<Interval> INTERVALS = intervals(new SplittableRandom(7));

  /** As it is shipped, learnt or not, and the form of the literature. */
  static Stream<Noise> noises() {
    Duration every = Duration.ofSeconds(30);
    return Stream.of(
        Noise.of(Optional.of(1.1), every), Noise.of(Optional.empty(), every), Noise.constant(1));
  }

  @ParameterizedTest
  @MethodSource("noises")
  void doesNotDependOnHowOftenOneLooks(Noise noise) {
    CountEvidence watchedThrough = CountEvidence.none(CRITERIA, noise);
    for (Interval interval : INTERVALS) {
      watchedThrough = watchedThrough.plus(interval);
      assertThat(watchedThrough.ratios().getFirst().log()).isFinite();
    }

    assertThat(added(CountEvidence.none(CRITERIA, noise), INTERVALS)).isEqualTo(watchedThrough);
  }

  @ParameterizedTest
  @MethodSource("noises")
  void comesToTheSameAfterARestart(Noise noise) {
    CountEvidence through = added(CountEvidence.none(CRITERIA, noise), INTERVALS);

    for (int at = 0; at <= INTERVALS.size(); at++) {
      CountEvidence before = added(CountEvidence.none(CRITERIA, noise), INTERVALS.subList(0, at));
      CountEvidence after = added(copyOf(before), INTERVALS.subList(at, INTERVALS.size()));
      assertThat(after).isEqualTo(through);
    }
  }

  /** By what evidence is divided depends on all that was counted before. */
  @Test
  void needsAllThatWasCountedBeforeARestart() {
    CountEvidence none = CountEvidence.none(CRITERIA, noises().findFirst().orElseThrow());
    CountEvidence half = added(none, INTERVALS.subList(0, 11));
    CountEvidence forgetful =
        new CountEvidence(Counts.NONE, Counts.NONE, half.shareless(), half.ratios());

    List<Interval> rest = INTERVALS.subList(11, INTERVALS.size());

    assertThat(added(forgetful, rest).ratios()).isNotEqualTo(added(half, rest).ratios());
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
    return Stream.generate(() -> new Interval(counts(random, 600), counts(random, 5000)))
        .limit(30)
        .toList();
  }

  private static Counts counts(SplittableRandom random, int most) {
    long requests = random.nextInt(most);
    return new Counts(requests, random.nextLong(requests / 10 + 1));
  }
}
