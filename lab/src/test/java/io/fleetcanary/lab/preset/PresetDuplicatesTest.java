package io.fleetcanary.lab.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.preset.PromtoolCase.Expected;
import io.fleetcanary.lab.preset.PromtoolCase.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every preset, where each series is there twice, as the ranks of one engine tell
 * it.
 */
@Tag("real")
class PresetDuplicatesTest {
  /** What counts events: two containers or two GPUs have twice as many, and so have two ranks. */
  private static final Set<String> ADDING =
      Stream.of(
              "vllm-nan",
              "ray-serve-queued",
              "gpu-xid-application",
              "gpu-xid-hardware",
              "gpu-amd-ecc-uncorrectable",
              "kubernetes-restarts",
              "kubernetes-oom-killed",
              "kubernetes-not-ready")
          .map(PresetQueriesTest::expr)
          .collect(Collectors.toUnmodifiableSet());

  @TempDir private Path folder;

  @Test
  void sayTheSameOfLevelsAndRates() throws Exception {
    List<PromtoolCase> cases = twice().filter(twice -> !ADDING.contains(twice.expr())).toList();

    assertThat(cases).hasSizeGreaterThan(20);
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  @Test
  void addUpEvents() throws Exception {
    List<PromtoolCase> cases = twice().filter(twice -> ADDING.contains(twice.expr())).toList();

    assertThat(cases.stream().map(PromtoolCase::expr)).containsAll(ADDING);
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  /** Those that have ranks already are cases of their own. */
  private static Stream<PromtoolCase> twice() {
    return PresetQueriesTest.present().stream()
        .filter(one -> one.series().stream().noneMatch(it -> it.series().contains("tp_rank")))
        .map(PresetDuplicatesTest::twice);
  }

  private static PromtoolCase twice(PromtoolCase one) {
    int times = ADDING.contains(one.expr()) ? 2 : 1;
    return new PromtoolCase(
        one.expr(),
        one.series().stream()
            .flatMap(series -> Stream.of(ranked(series, "0"), ranked(series, "1")))
            .toList(),
        Expected.of(one.expected().value().orElseThrow() * times));
  }

  private static Series ranked(Series series, String rank) {
    return new Series(series.series().replace("}", ",tp_rank=\"" + rank + "\"}"), series.values());
  }
}
