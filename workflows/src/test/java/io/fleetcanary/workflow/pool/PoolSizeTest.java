package io.fleetcanary.workflow.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioQuestion;
import io.fleetcanary.core.pool.Classes;
import io.fleetcanary.core.pool.Comparison;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Block;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into the history of a pool; Temporal warns from 256 KiB on and refuses 2 MiB. */
class PoolSizeTest {
  private static final ObjectMapper MAPPER = Payloads.mapper();
  private static final int COMPARISONS = 22;
  private static final int REFUSED = 2 << 20;

  private final SplittableRandom random = new SplittableRandom(1);

  @ParameterizedTest
  @CsvSource({"1, 100_000", "40, 262_144", "200, 1_200_000", "1000, 1_200_000"})
  void fitsIntoAPayload(int clusters, String most) throws IOException {
    Pool pool = secondBakes(clusters, COMPARISONS);

    byte[] sent = MAPPER.writeValueAsBytes(pool.small());

    assertThat(sent).hasSizeLessThan(Integer.parseInt(most.replace("_", "")));
    assertThat(MAPPER.readValue(sent, Pool.class).whole()).isEqualTo(pool);
  }

  @ParameterizedTest
  @CsvSource({"60", "150"})
  void fitsWhereMoreIsComparedThanAnyPresetDoes(int comparisons) throws IOException {
    Pool pool = secondBakes(300, comparisons);

    assertThat(MAPPER.writeValueAsBytes(pool.small())).hasSizeLessThan(REFUSED / 4 * 3);
  }

  @Test
  void showsWhatIsNotMuch() throws IOException {
    Pool pool = secondBakes(10, COMPARISONS);

    assertThat(pool.small()).isEqualTo(pool);
    assertThat(MAPPER.writeValueAsBytes(pool)).hasSizeLessThan(200_000);
  }

  @Test
  void getsReportsThatAreSmall() throws IOException {
    PoolReport first = report("eu-1", 1, COMPARISONS, past());
    PoolReport later = report("eu-1", 1, COMPARISONS, List.of());

    assertThat(MAPPER.writeValueAsBytes(first)).hasSizeBetween(20_000, (int) first.bytes());
    assertThat(MAPPER.writeValueAsBytes(later)).hasSizeBetween(4000, (int) later.bytes());
  }

  private Pool secondBakes(int clusters, int comparisons) {
    Pool pool = pool(comparisons);
    for (int i = 0; i < clusters; i++) {
      pool = pool.take(report("eu-" + i, 1, comparisons, i < 3 ? past() : List.of())).pool();
    }
    for (int i = 0; i < clusters; i++) {
      pool = pool.take(report("eu-" + i, 3, comparisons, List.of())).pool();
    }
    assertThat(pool.over()).isFalse();
    return pool;
  }

  private static Pool pool(int comparisons) {
    List<Comparison> all =
        IntStream.range(0, comparisons)
            .mapToObj(
                i ->
                    new Comparison(
                        "vllm-metric-" + i,
                        0.1,
                        0,
                        List.of(),
                        Levels.NONE,
                        0,
                        0,
                        new Interval(Counts.NONE, Counts.NONE)))
            .toList();
    return new Pool(
        "chat-20261125130000-a1b2",
        1000,
        0.005,
        all,
        new TreeMap<>(),
        List.of(),
        new Classes(0, new TreeMap<>()),
        new Classes(0, new TreeMap<>()),
        false,
        new TreeMap<>());
  }

  private PoolReport report(String cluster, int step, int comparisons, List<Block> past) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("gpu", "l40s");
    labels.put("region", "eu-central");
    labels.put("name", cluster);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < comparisons; i++) {
      parts.add(part(past));
    }
    return new PoolReport(
        "chat-20261125130000-a1b2", cluster, labels, 1, step, Ending.GOES_ON, parts);
  }

  /** Of a canary that is as good as stable, at traffic that no two comparisons share. */
  private Part part(List<Block> past) {
    double dispersion = 1 + random.nextInt(60) / 100.0;
    RatioEvidence evidence =
        RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(dispersion)));
    Interval sums = new Interval(Counts.NONE, Counts.NONE);
    long requests = random.nextLong(300, 100_000);
    for (int i = 0; i < 4; i++) {
      Interval seen =
          new Interval(
              new Counts(requests, bad(requests)), new Counts(9 * requests, bad(9 * requests)));
      evidence = evidence.plus(seen, sums);
      sums = sums.plus(seen);
    }
    return new Part(dispersion, Levels.of(evidence.levels()), sums, past);
  }

  private long bad(long requests) {
    double mean = requests * 0.005;
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
  }

  private List<Block> past() {
    return IntStream.range(0, 26)
        .mapToObj(
            i ->
                new Block(
                    2_939_871 + i,
                    random.nextInt(-9999, 9999) / 100.0,
                    1 + random.nextInt(9999) / 100.0))
        .toList();
  }
}
