package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhyTest {
  private static final List<Criterion> WORSE = List.of(new Criterion.Worse(0.1));
  private static final double PROOF = Math.log(3000);

  @Test
  void showsCountsRangeAndEvidence() {
    assertThat(comparison(new Counts(400, 2), new Counts(3600, 18), 1))
        .isEqualTo(
            "2 of 400 bad against 18 of 3600, 0.5 % against 0.5 %, ratio 1, 0.01477 to 7.895,"
                + " evidence 0.6076, proof from 3000");
  }

  @Test
  void stopsCountingWhereNobodyFollows() {
    assertThat(comparison(new Counts(4000, 60), new Counts(36000, 36), 1))
        .endsWith(
            "1.5 % against 0.1 %, ratio 15, 6.881 to 34.5, evidence 1000000000, proof from 3000");
  }

  @Test
  void saysHowNoisyTheServiceIs() {
    assertThat(comparison(new Counts(400, 9), new Counts(3600, 0), 2.5))
        .contains("2.3 % against 0 %, ratio ?, ", " to anything, ")
        .endsWith(", dispersion 2.5");
  }

  @Test
  void saysWhereDispersionIsNotKnownAndWhatIsTakenForIt() {
    CountEvidence evidence =
        CountEvidence.none(WORSE, Noise.of(Optional.empty(), Duration.ofSeconds(30)))
            .plus(new Interval(new Counts(400, 10), new Counts(3600, 90)));

    assertThat(figures(evidence)).endsWith(", dispersion not known, taken for 2.747");
  }

  @Test
  void saysWhatMuchTrafficIsDividedBy() {
    CountEvidence evidence =
        CountEvidence.none(WORSE, Noise.of(Optional.of(1.0), Duration.ofSeconds(30)))
            .plus(new Interval(new Counts(400, 50), new Counts(3600, 450)));

    assertThat(figures(evidence)).endsWith(", dispersion 2.206");
  }

  @Test
  void showsOneArmWhereThereIsALimit() {
    Why why = new Why(evidence(new Counts(400, 85), Counts.NONE, 1), PROOF);

    assertThat(why.limit(Math.log(12.5)))
        .isEqualTo("85 of 400 bad, evidence 12.5, proof from 3000");
  }

  private static String comparison(Counts canary, Counts stable, double dispersion) {
    CountEvidence evidence = evidence(canary, stable, dispersion);
    return figures(evidence);
  }

  private static String figures(CountEvidence evidence) {
    RatioEvidence ratio = evidence.ratios().getFirst();
    return new Why(evidence, PROOF).comparison(ratio, ratio.log());
  }

  private static CountEvidence evidence(Counts canary, Counts stable, double dispersion) {
    return CountEvidence.none(WORSE, Noise.constant(dispersion)).plus(new Interval(canary, stable));
  }
}
