package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.workflow.Payloads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final ObjectMapper WIRE = Payloads.mapper();
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final List<Criterion> WORSE = List.of(new Criterion.Worse(0.1));
  private static final Counting TIMED = Counting.start(WORSE).timed(Duration.ofSeconds(15), STEP);

  @Test
  void comesBackFromTheWireToTheLastBit() throws Exception {
    CountEvidence evidence =
        CountEvidence.none(WORSE, Noise.of(Optional.of(1.0), STEP))
            .plus(new Interval(new Counts(12_345_678, 123_456), new Counts(123_456_789, 234_567)));
    Counting counting = TIMED.dispersed(Optional.of(1.0)).with(123_456, evidence);

    Progress read = overTheWire(counting);

    assertThat(read).isEqualTo(counting);
    assertThat(((Counting) read).evidence(WORSE)).isEqualTo(evidence);
  }

  @Test
  void bringsBackWhatAGaugeWasOff() throws Exception {
    MeanShift shift =
        new MeanShift(28_800, -1e9 / 3, 1e9 / 7, 288, 10, -1e-5 / 3, 287, -1e-5 / 7, 1e15 / 3);
    Gauging gauging = new Gauging(2, List.of(shift));

    assertThat(overTheWire(gauging)).isEqualTo(gauging);
  }

  @Test
  void takesNoiseForKnownAsOlderVersionsDid() throws Exception {
    ObjectNode older = WIRE.valueToTree(TIMED.dispersed(Optional.of(1.75)));
    ((ObjectNode) older.path("counting")).remove("unknown");

    Counting read = (Counting) WIRE.treeToValue(older, Progress.class);

    assertThat(read.noise()).isEqualTo(Noise.of(Optional.of(1.75), STEP));
  }

  @Test
  void remembersThatNothingIsKnownOfNoise() throws Exception {
    Counting read = (Counting) overTheWire(TIMED.dispersed(Optional.empty()));

    assertThat(read.noise()).isEqualTo(Noise.of(Optional.empty(), STEP));
    assertThat(read.dispersion()).as("asked for once").isEqualTo(1);
  }

  /** Requests were counted before Prometheus answered what it knows of the past. */
  @Test
  void takesNoNoiseForKnownThatWasNeverAskedFor() {
    assertThat(TIMED.noise().known()).isFalse();
    assertThat(TIMED.dispersed(Optional.empty()).noise().known()).isFalse();
    assertThat(TIMED.dispersed(Optional.of(1.0)).noise().known()).isTrue();
  }

  @Test
  void readsAGaugeOfAWorkerThatComparedNone() throws Exception {
    Progress read = WIRE.readValue("{\"gauging\":{\"beyond\":2}}", Progress.class);

    assertThat(read).isEqualTo(new Gauging(2, List.of()));
    assertThat(WIRE.writeValueAsString(read)).isEqualTo("{\"gauging\":{\"beyond\":2}}");
  }

  private static Progress overTheWire(Progress progress) throws Exception {
    return WIRE.readValue(WIRE.writeValueAsString(progress), Progress.class);
  }
}
