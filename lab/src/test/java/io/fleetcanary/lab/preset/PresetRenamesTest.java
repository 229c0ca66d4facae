package io.fleetcanary.lab.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.spec.Preset;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import io.fleetcanary.lab.preset.PromtoolCase.Expected;
import io.fleetcanary.lab.preset.PromtoolCase.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query and selector of every preset, where the exporter is there and calls its metrics by
 * another name: an older or a newer one, or what an installation makes of it. That must be no data,
 * and never 0, which would be good news.
 */
@Tag("real")
class PresetRenamesTest {
  private static final String POD = "namespace=\"ml\",pod=\"chat-canary-1\"";
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{[^}]*}");

  @TempDir private Path folder;

  static Stream<String> presets() {
    return Presets.names().stream();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void sayNothingWhereMetricsHaveOtherNames(String preset) throws Exception {
    List<PromtoolCase> cases =
        expressions(preset).stream().flatMap(PresetRenamesTest::renamed).toList();

    assertThat(cases).hasSizeGreaterThan(1);
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  /** Those that are written down in the engines' own release notes and documentation. */
  @Test
  void knowTheRenamesThatThereHaveBeen() {
    assertThat(names("vllm:request_success_total")).contains("request_success_total");
    assertThat(names("request_finish_total")).contains("vllm:request_finish_total");
    assertThat(names("ray_serve_deployment_error_counter_total"))
        .contains("ray_serve_deployment_error_counter");
    assertThat(names("llm_d_epp_request_total")).contains("inference_objective_request_total");
    assertThat(names("gpu_used_vram")).contains("amd_gpu_used_vram");
    assertThat(names("sglang:token_usage")).contains("sglang_token_usage");
  }

  private static Stream<PromtoolCase> renamed(String expression) {
    List<String> selectors =
        SELECTOR.matcher(expression).results().map(MatchResult::group).distinct().toList();
    List<String> own = selectors.stream().map(PresetRenamesTest::name).toList();
    int most = own.stream().mapToInt(name -> names(name).size()).max().orElse(0);
    return Stream.iterate(0, i -> i < most, i -> i + 1)
        .map(i -> series(selectors, own, i))
        .map(series -> new PromtoolCase(PromtoolCase.asked(expression), series, Expected.none()));
  }

  /** Each by its i-th other name; a name that the expression knows is none. */
  private static List<Series> series(List<String> selectors, List<String> own, int i) {
    return selectors.stream()
        .flatMap(
            selector -> {
              String name = name(selector);
              List<String> others = names(name);
              String other = others.get(i % others.size());
              String series = PromtoolCase.matching(selector, POD).replace(name + "{", other + "{");
              return own.contains(other) ? Stream.empty() : Stream.of(new Series(series, "5x20"));
            })
        .distinct()
        .toList();
  }

  private static String name(String selector) {
    return selector.substring(0, selector.indexOf('{'));
  }

  /** What else it is, was or may be called. */
  private static List<String> names(String name) {
    return Stream.of(
            name.endsWith("_total") ? name.replaceFirst("_total$", "") : name + "_total",
            name.replace(':', '_'),
            name.replaceFirst("^(?:vllm:|sglang:|llamacpp:|trtllm_|tgi_|nv_inference_)", ""),
            "vllm:" + name,
            "amd_" + name,
            name.replaceFirst("^llm_d_epp_", "inference_objective_"))
        .filter(other -> !other.equals(name))
        .distinct()
        .toList();
  }

  private static List<String> expressions(String name) {
    Preset preset = Presets.named(name).orElseThrow();
    return Stream.concat(
            preset.metrics().stream().flatMap(metric -> expressions(metric.shape())),
            preset.alike().stream().flatMap(PresetRenamesTest::expressions))
        .toList();
  }

  private static Stream<String> expressions(Shape shape) {
    return switch (shape) {
      case Shape.Counters counters -> Stream.of(sum(counters.bad()), sum(counters.of()));
      case Shape.Histogram histogram ->
          Stream.of("_count{", "_bucket{")
              .map(part -> sum(histogram.histogram().replace("{", part)));
      case Shape.Query query -> Stream.of(query.query());
    };
  }

  private static Stream<String> expressions(Likeness likeness) {
    return switch (likeness) {
      case Likeness.Mean mean -> Stream.of(sum(mean.sum()), sum(mean.of()));
      case Likeness.Label label -> Stream.of(sum(label.in()));
    };
  }

  private static String sum(String selector) {
    return "sum(" + selector + ")";
  }
}
