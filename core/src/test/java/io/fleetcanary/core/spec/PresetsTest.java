package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.RolloutSpec.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PresetsTest {
  @Test
  void areAllReadable() {
    assertThat(Presets.all())
        .hasSize(17)
        .allSatisfy(preset -> assertThat(preset.about()).isNotBlank())
        .allSatisfy(preset -> assertThat(preset.metrics()).isNotEmpty());
  }

  @Test
  void giveEachMetricANameOfItsOwn() {
    assertThat(Presets.all().stream().flatMap(it -> it.metrics().stream()).map(Metric::name))
        .doesNotHaveDuplicates();
  }

  @Test
  void sayWhatMustBeAlike() {
    assertThat(Presets.named("vllm").orElseThrow().alike())
        .contains(
            new Likeness.Mean(
                "vllm-prefix-cache",
                "vllm:prefix_cache_hits_total{$track}",
                "vllm:prefix_cache_queries_total{$track}",
                0.8,
                Likeness.Mean.ANY,
                List.of(
                    "vllm-slow-first-token-250ms",
                    "vllm-slow-first-token-500ms",
                    "vllm-slow-first-token")));
    assertThat(Presets.all())
        .allSatisfy(
            preset ->
                assertThat(preset.metrics())
                    .extracting(Metric::name)
                    .containsAll(
                        preset.alike().stream().flatMap(it -> it.holds().stream()).toList()));
  }

  /** What a first token takes grows with the prompt. */
  @Test
  void comparePromptsWhereTheyCompareFirstTokens() {
    assertThat(Presets.all())
        .filteredOn(preset -> !firstTokens(preset.name()).isEmpty())
        .allSatisfy(
            preset ->
                assertThat(preset.alike())
                    .extracting(Likeness::name)
                    .contains(preset.name() + "-prompt-tokens"));
  }

  /** The edges are the engines' own; one of them is near where a service's slow requests are. */
  @Test
  void compareFirstTokensAtThreeEdges() {
    assertThat(firstTokens("vllm")).containsExactly("PT0.25S +0.1", "PT0.5S +0.1", "PT1S +0.1");
    assertThat(firstTokens("sglang")).containsExactly("PT0.2S +0.1", "PT0.4S +0.1", "PT1S +0.1");
    assertThat(firstTokens("llm-d")).isEqualTo(firstTokens("sglang"));
    assertThat(firstTokens("nim")).isEqualTo(firstTokens("vllm"));
    assertThat(firstTokens("tensorrt-llm")).isEqualTo(firstTokens("vllm"));
  }

  @Test
  void holdAllFirstTokensWhereThePrefixCacheIsCold() {
    assertThat(Presets.all())
        .filteredOn(preset -> preset.alike().stream().anyMatch(PresetsTest::isCache))
        .hasSize(3)
        .allSatisfy(
            preset ->
                assertThat(preset.alike().stream().filter(PresetsTest::isCache).toList())
                    .first()
                    .extracting(Likeness::holds, list(String.class))
                    .containsExactlyElementsOf(
                        preset.metrics().stream()
                            .map(Metric::name)
                            .filter(it -> it.contains("-slow-first-token"))
                            .toList()));
  }

  private static boolean isCache(Likeness likeness) {
    return likeness.name().endsWith("-prefix-cache");
  }

  private static List<String> firstTokens(String preset) {
    return Presets.named(preset).orElseThrow().metrics().stream()
        .filter(metric -> metric.name().contains("-slow-first-token"))
        .map(
            metric ->
                ((RolloutSpec.Shape.Histogram) metric.shape()).above()
                    + " +"
                    + ((Criterion.Worse) metric.criteria().getFirst()).by())
        .toList();
  }

  @Test
  void compareThePromptsOfEveryEngineThatCountsThem() {
    assertThat(Presets.all())
        .filteredOn(
            preset -> preset.alike().stream().anyMatch(it -> it.name().endsWith("-prompt-tokens")))
        .extracting(Preset::name)
        .containsExactlyInAnyOrder("vllm", "sglang", "tensorrt-llm", "nim", "tgi", "llm-d");
  }

  @Test
  void leaveOutWhatTheSpecSaysMustBeAlikeItself() {
    RolloutSpec spec =
        Specs.valid(
            Specs.with(
                "analysis",
                "{use: ['gpu'], alike: [{name: 'gpu-model', label: 'model', in: 'g{$track}'}]}"));

    assertThat(spec.analysis().alike())
        .containsExactly(new Likeness.Label("gpu-model", "model", "g{$track}", List.of()));
  }

  @Test
  void areFoundByTheEngineOfAPod() {
    assertThat(engine(Presets.ENGINE_LABEL, "sglang")).isEqualTo("sglang");
    assertThat(engine(Presets.OLD_ENGINE_LABEL, "triton-tensorrt-llm")).isEqualTo("triton");
    assertThat(engine(Presets.ENGINE_LABEL, "llamafile")).isEqualTo("none");
  }

  @Test
  void areFoundByTheImageOrAPortOfItsOwn() {
    assertThat(container("vllm/vllm-openai:v0.11.0", 8000)).isEqualTo("vllm");
    assertThat(container("registry.example:5000/team/vllm@sha256:" + "0a".repeat(32)))
        .isEqualTo("vllm");
    assertThat(container("tensorflow/serving:2.19.0-gpu", 8500)).isEqualTo("tf-serving");
    assertThat(container("registry.example/chat", 80, 8002)).isEqualTo("triton");
    assertThat(container("registry.example/not-vllm", 8000)).isEqualTo("none");
  }

  @Test
  void joinWhatTheSpecMeasuresItself() {
    RolloutSpec spec =
        Specs.valid(
            Specs.with(
                "analysis",
                "{use: ['gpu', 'kubernetes'], metrics: [{name: 'gpu-temperature',"
                    + " query: 'max(t{$track})', max: 70}]}"));

    assertThat(spec.analysis().metrics())
        .extracting(Metric::name)
        .startsWith("gpu-temperature", "gpu-xid-application")
        .contains("kubernetes-restarts")
        .doesNotHaveDuplicates();
    assertThat(spec.analysis().metrics().getFirst().shape())
        .isEqualTo(new RolloutSpec.Shape.Query("max(t{$track})", false));
  }

  @Test
  void mayTryOutAMetric() {
    Checked<Preset> read =
        Preset.read("mine", "[load]\nquery = max(load{$track})\nmax = 5\nonTrial = true\n");

    assertThat(((Checked.Valid<Preset>) read).value().metrics())
        .extracting(Metric::onTrial)
        .containsExactly(true);
  }

  @Test
  void refuseAFileWithTheLineAndTheRule() {
    String text =
        """
        about = mine
        colour = red
        [errors]
        bad = bad_total{$track}
        bad = worse_total{$track}
        of = all_total{$track}
        max = 5
        what is this
        """;

    assertThat(problems(text))
        .containsExactly(
            "preset mine, line 2: must be about, engines, images, ports before the first"
                + " [metric], got colour; see docs/presets.md",
            "preset mine, line 5: must be written once, got bad again; see docs/presets.md",
            "preset mine, line 8: must be [metric], field = value or # comment, got what is this;"
                + " see docs/presets.md",
            "preset mine.metrics[0].max: must be a percentage above 0% and below 100%, got the"
                + " number 5.0; write it with its unit, e.g. 2% or 0.5%");
  }

  private static List<String> problems(String text) {
    return switch (Preset.read("mine", text)) {
      case Checked.Valid<Preset> valid -> List.of();
      case Checked.Invalid<Preset> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }

  private static String container(String image, Integer... ports) {
    return Presets.ofContainer(image, List.of(ports)).map(Preset::name).orElse("none");
  }

  private static String engine(String label, String engine) {
    return Presets.ofPod(new TreeMap<>(Map.of(label, engine))).map(Preset::name).orElse("none");
  }
}
