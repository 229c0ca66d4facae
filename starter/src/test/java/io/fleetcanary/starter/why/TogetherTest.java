package io.fleetcanary.starter.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioQuestion;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.Pool.Taken;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.show.Json;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A verdict of all clusters, and what it rests on. */
class TogetherTest {
  private static final Instant SINCE = Instant.parse("2026-11-23T03:12:04.5Z");

  private Pool pool = Pool.of(Samples.plan()).orElseThrow();
  private String reason = "";

  @Test
  void saysNothingWhileNoClusterHasToldAnything() {
    assertThat(Together.of(pool, SINCE)).isEmpty();
  }

  /** A little in each of three clusters; {@code -Dgolden.write=true} writes what is missing. */
  @Test
  void showsWhatAFaultOfTheRevisionRestsOn() {
    told("eu-1", 23, Ending.PASSED);
    told("eu-2", 24, Ending.GOES_ON);
    told("us-1", 25, Ending.GOES_ON);

    Why.Fields fields = fields();

    assertThat(reason).contains("in 3 clusters together");
    assertGolden("why-together", fields);
  }

  @Test
  void showsWhatAFaultOfOneClusterRestsOn() {
    told("eu-1", 9, Ending.GOES_ON);
    told("eu-2", 9, Ending.GOES_ON);
    told("us-1", 90, Ending.GOES_ON);

    Why.Fields fields = fields();

    assertThat(reason).endsWith("cluster us-1");
    assertGolden("why-one-of-them", fields);
  }

  @Test
  void namesTheClassOfThoseThatFailedByThemselves() {
    told("eu-1", 9, Ending.PASSED, "a100");
    told("eu-2", 9, Ending.FAILED, "l40s");
    told("us-1", 9, Ending.FAILED, "l40s");

    assertThat(fields().lines())
        .contains("  2 of 3 clusters failed, all with gpu=l40s, none of the 1 that passed with it");
  }

  private static void assertGolden(String name, Why.Fields fields) {
    String text = String.join("\n", fields.lines()) + "\n";
    String json = Json.document("Why", fields) + "\n";
    assertThat(text).isEqualTo(CommandLineFixture.golden(name + ".txt", text));
    assertThat(json).isEqualTo(CommandLineFixture.golden(name + ".json", json));
  }

  private Why.Fields fields() {
    FleetStatus status = Samples.status(FleetPhase.RETURNING, reason, List.of());
    return new Why.Fields(status, new TreeMap<>(), Together.of(pool, SINCE));
  }

  /** Of 1800 requests so many were bad; stable had 81 of 16200. */
  private void told(String cluster, int bad, Ending ending, String... gpu) {
    SortedMap<String, String> labels = new TreeMap<>();
    List.of(gpu).forEach(model -> labels.put("gpu", model));
    Interval sums = new Interval(new Counts(1800, bad), new Counts(16_200, 81));
    List<Part> parts =
        pool.comparisons().stream()
            .map(it -> part(RatioQuestion.worse(it.by(), Noise.constant(1)), sums))
            .toList();
    Taken taken = pool.take(new PoolReport(pool.rolloutId(), cluster, labels, 1, 3, ending, parts));
    pool = taken.pool();
    reason = taken.verdict().map(PoolVerdict::reason).orElse(reason);
  }

  private static Part part(RatioQuestion test, Interval sums) {
    return new Part(1, Levels.of(RatioEvidence.none(test).plus(sums).levels()), sums, List.of());
  }
}
