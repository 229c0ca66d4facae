package io.fleetcanary.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0.5; 0[.]5", "1; 1|1[.]0", "2.5; 2[.]5", "10; 10|10[.]0", "0.005; 0[.]005"})
  void asksForTheEdgeInEverySpelling(double edge, String spellings) {
    Selectors selectors = Selectors.of(latency("vllm:ttft{$track}", edge));

    assertThat(selectors.of()).isEqualTo("vllm:ttft_count{$track}");
    assertThat(selectors.part()).isEqualTo("vllm:ttft_bucket{$track,le=~\"" + spellings + "\"}");
  }

  @Test
  void keepsTheMatchersOfAHistogram() {
    Selectors selectors = Selectors.of(latency(" ttft{$track, model=\"m\",} ", 0.5));

    assertThat(selectors.part()).isEqualTo("ttft_bucket{$track, model=\"m\",le=~\"0[.]5\"}");
  }

  @Test
  void takesBareHistograms() {
    assertThat(Selectors.of(latency("ttft", 0.5)).part()).isEqualTo("ttft_bucket{le=~\"0[.]5\"}");
  }

  private static Metric.Latency latency(String histogram, double edge) {
    return new Metric.Latency("slow", histogram, edge, 50, List.of());
  }
}
