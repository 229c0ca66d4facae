package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A canary that is slower than stable, and what else may have made it so. */
class AlikeTest {
  private static final Likeness PROMPTS =
      new Likeness.Mean(
          "prompt-tokens", "prompt_sum{$track}", "prompt_count{$track}", 0.9, 1.1, List.of());
  private static final Likeness GPU =
      new Likeness.Label("gpu-model", "modelName", "gpu{$track}", List.of());

  private final WatchBench bench = new WatchBench().measures(WatchBench.SLOW).likens(PROMPTS);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void callsACanaryBadThatIsSlowerWithPromptsOfTheSameLength() {
    slow().prompts(600, 600);

    assertThat(bench.watch(WatchBench.NOW).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void doesNotCallACanaryBadThatIsSlowerWithLongerPrompts() {
    slow().prompts(1200, 600);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason())
        .isEqualTo(
            "prompt-tokens 1200 against stable's 600, 2 x, alike is 0.9 to 1.1: send both arms the"
                + " same mix, or widen its within, cluster eu-2");
    assertThat(watched.findings())
        .extracting(Finding::sentence)
        .anyMatch(sentence -> sentence.contains("may come of prompt-tokens 1200 against"));
    assertThat(bench.cluster.log()).isEmpty();
  }

  @Test
  void asksForTheWholeWatchAndNoMoreThanSixtyPartsOfIt() {
    slow().prompts(600, 600);

    bench.watch(WatchBench.NOW);

    assertThat(bench.prometheus.asked())
        .filteredOn(asked -> asked.startsWith("prompt_"))
        .hasSize(4)
        .allMatch(asked -> asked.matches(".*\\[24[1-9]s:4s]"));
  }

  @Test
  void namesTheGpuOfBothArms() {
    slow().likens(GPU);
    gpu("chat-canary-1", "NVIDIA L4");
    gpu("chat-1", "NVIDIA A100");
    gpu("chat-2", "NVIDIA A100");

    assertThat(bench.watch(WatchBench.NOW).reason())
        .startsWith("gpu-model NVIDIA L4 against stable's NVIDIA A100: let both run on the same");
  }

  @Test
  void waitsForTheLabelOfBothArms() {
    slow().likens(GPU);
    gpu("chat-1", "NVIDIA A100");

    assertThat(bench.watch(WatchBench.NOW).reason())
        .startsWith("gpu-model: no data from the canary");
  }

  private void gpu(String pod, String model) {
    NavigableMap<Instant, Double> series =
        bench.series("gpu{pod=\"%s\",modelName=\"" + model + "\"}", pod);
    series.putAll(bench.constant(50));
  }

  /** A third of the canary's requests are slow, a tenth of stable's. */
  private WatchBench slow() {
    bench.goodTraffic().knowsStable();
    bench.counter("ttft_bucket{pod=\"%s\",le=\"0.5\"}", "chat-canary-1", i -> 33.0 * i);
    return bench;
  }
}
