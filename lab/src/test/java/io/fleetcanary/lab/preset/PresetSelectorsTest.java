package io.fleetcanary.lab.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.query.Selectors;
import io.fleetcanary.core.query.Variables;
import io.fleetcanary.core.spec.Preset;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import io.fleetcanary.lab.preset.PromtoolCase.Expected;
import io.fleetcanary.lab.preset.PromtoolCase.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every selector of every preset, with promtool of the real bench's Prometheus. */
@Tag("real")
class PresetSelectorsTest {
  private static final String POD = "namespace=\"ml\",pod=\"chat-canary-1\"";
  private static final String STABLE = "namespace=\"ml\",pod=\"chat-stable-1\"";
  private static final String FRONT = "httproute-ml-chat-gw-default-gateway-ep-web-0-svc-";

  @TempDir private Path folder;

  @Test
  void selectTheArmsOwnSeriesAndNoOthers() throws Exception {
    List<PromtoolCase> cases = armSelectors().map(PresetSelectorsTest::selecting).toList();

    assertThat(cases).hasSizeGreaterThan(30);
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  @Test
  void selectNothingWhereTheExporterIsAbsent() throws Exception {
    List<PromtoolCase> cases =
        armSelectors()
            .map(
                selector ->
                    new PromtoolCase(
                        "sum(" + PromtoolCase.filled(selector) + ")",
                        List.of(new Series("up{" + POD + "}", "1x20")),
                        Expected.none()))
            .toList();

    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  /** Of all requests within it, and no other's. */
  @Test
  void selectTheBucketOfTheirEdge() throws Exception {
    List<PromtoolCase> cases =
        Presets.all().stream()
            .flatMap(preset -> preset.metrics().stream())
            .filter(metric -> metric.shape() instanceof Shape.Histogram)
            .map(metric -> edge((Shape.Histogram) metric.shape()))
            .toList();

    assertThat(cases).hasSize(16);
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  /** The schedulers of SGLang tell the same once for each tensor-parallel rank. */
  @Test
  void countOnceWhatEveryTensorParallelRankOfSglangTells() throws Exception {
    List<PromtoolCase> cases = twice(armSelectors("sglang"), "tp_rank", 5);

    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  /** Data-parallel engines of one vLLM server answer requests of their own. */
  @Test
  void addUpTheEnginesOfOneVllmServer() throws Exception {
    List<PromtoolCase> cases =
        twice(armSelectors("vllm").filter(it -> it.startsWith("vllm:")), "engine", 10);

    assertThat(cases).isNotEmpty();
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  /** A selector has one name; an older Ray Serve is no data, and never no errors. */
  @Test
  void selectNothingOfAnOlderRayServe() throws Exception {
    List<PromtoolCase> cases =
        armSelectors("ray-serve")
            .map(
                selector ->
                    new PromtoolCase(
                        "sum(" + PromtoolCase.filled(selector) + ")",
                        List.of(
                            new Series(
                                PromtoolCase.matching(selector, POD).replace("_total{", "{"),
                                "5x20")),
                        Expected.none()))
            .toList();

    assertThat(cases).hasSize(2);
    assertThat(new Promtool(folder).test(cases)).isEqualTo("SUCCESS");
  }

  @Test
  void selectWhatTraefikSendsToTheServiceAndToNoOther() throws Exception {
    List<Series> series =
        List.of(
            backend("ml-chat-0", "200", 1),
            backend("ml-chat-0", "502", 2),
            backend("ml-chat-canary-1", "200", 4),
            backend("ml-chat-canary-1", "500", 8),
            backend("ml-billing-0", "500", 100),
            backend("ml-chat-api-0", "500", 100),
            backend("ml-my-chat-0", "500", 100),
            backend("shop-chat-0", "500", 100));
    Shape.Counters counters =
        (Shape.Counters) Presets.named("traefik").orElseThrow().metrics().getFirst().shape();
    Variables variables = new Variables("ml", "chat");

    assertThat(
            new Promtool(folder)
                .test(
                    List.of(
                        new PromtoolCase(
                            "sum(" + variables.fill(counters.of()) + ")", series, Expected.of(15)),
                        new PromtoolCase(
                            "sum(" + variables.fill(counters.bad()) + ")",
                            series,
                            Expected.of(10)))))
        .isEqualTo("SUCCESS");
  }

  /** Two series for each selector that differ in one label. */
  private static List<PromtoolCase> twice(Stream<String> selectors, String label, int sum) {
    return selectors
        .map(
            selector ->
                new PromtoolCase(
                    "sum(" + PromtoolCase.filled(selector) + ")",
                    List.of(ranked(selector, label, "0"), ranked(selector, label, "1")),
                    Expected.of(sum)))
        .toList();
  }

  private static Series backend(String backend, String code, int value) {
    String labels = "code=\"" + code + "\",service=\"" + FRONT + backend + "@kubernetesgateway\"";
    return new Series("traefik_service_requests_total{" + labels + "}", value + "x20");
  }

  private static Series ranked(String selector, String label, String rank) {
    String series = PromtoolCase.matching(selector, POD);
    String own = series.replaceAll("," + label + "=\"[^\"]*\"", "");
    return new Series(own.replace("}", "," + label + "=\"" + rank + "\"}"), "5x20");
  }

  private static PromtoolCase edge(Shape.Histogram histogram) {
    double seconds = histogram.above().toNanos() / 1e9;
    Metric.Latency latency =
        new Metric.Latency("slow", histogram.histogram(), seconds, 50, List.of());
    String own = histogram.histogram().replaceFirst("\\{.*", "");
    String name = own + "_bucket{" + POD + ",le=\"%s\"}";
    return new PromtoolCase(
        "sum(" + PromtoolCase.filled(Selectors.of(latency).part()) + ")",
        List.of(
            new Series(name.formatted("0.01"), "3x20"),
            new Series(name.formatted(seconds), "5x20"),
            new Series(name.formatted("10.0"), "7x20"),
            new Series(name.formatted("+Inf"), "9x20")),
        Expected.of(5));
  }

  private static PromtoolCase selecting(String selector) {
    String own = PromtoolCase.matching(selector, POD);
    String stable = PromtoolCase.matching(selector, STABLE);
    return new PromtoolCase(
        "sum(" + PromtoolCase.filled(selector) + ")",
        List.of(new Series(own, "5x20"), new Series(stable, "7x20")),
        Expected.of(5));
  }

  private static Stream<String> armSelectors() {
    return Presets.names().stream().flatMap(PresetSelectorsTest::armSelectors);
  }

  private static Stream<String> armSelectors(String preset) {
    return Presets.named(preset).stream()
        .flatMap(PresetSelectorsTest::selectors)
        .filter(selector -> selector.contains("$track"));
  }

  private static Stream<String> selectors(Preset preset) {
    return Stream.concat(
        preset.metrics().stream().flatMap(metric -> selectors(metric.shape())),
        preset.alike().stream()
            .flatMap(
                likeness ->
                    switch (likeness) {
                      case Likeness.Mean mean -> Stream.of(mean.sum(), mean.of());
                      case Likeness.Label label -> Stream.of(label.in());
                    }));
  }

  private static Stream<String> selectors(Shape shape) {
    return switch (shape) {
      case Shape.Counters counters -> Stream.of(counters.bad(), counters.of());
      case Shape.Histogram histogram -> Stream.of(histogram.histogram());
      case Shape.Query query -> Stream.empty();
    };
  }
}
