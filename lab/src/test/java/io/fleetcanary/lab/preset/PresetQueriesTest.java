package io.fleetcanary.lab.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.core.spec.RolloutSpec.Metric;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import io.fleetcanary.lab.preset.PromtoolCase.Expected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of every preset, with promtool of the real bench's Prometheus. */
@Tag("real")
class PresetQueriesTest {
  private static final String POD = "namespace=\"ml\",pod=\"chat-canary-1\"";
  private static final String OTHER = "namespace=\"ml\",pod=\"chat-canary-2\"";

  private static final Expected NONE = Expected.none();
  private static final String RESTARTS = "kube_pod_container_status_restarts_total{%s}";
  private static final String OOM =
      "kube_pod_container_status_last_terminated_reason{%s,reason=\"OOMKilled\"}";

  @TempDir private Path folder;

  @Test
  void sayWhatTheyShouldWherePresentRenamedDuplicatedOrLatched() throws Exception {
    List<PromtoolCase> cases = present();

    assertThat(promtool(cases)).isEqualTo("SUCCESS");
    assertThat(cases.stream().map(PromtoolCase::expr).distinct())
        .as("queries without a case")
        .containsAll(queries().toList());
  }

  /** At least one for each query. */
  static List<PromtoolCase> present() {
    return Stream.of(
            vllmAndSglang(),
            tokensPerRunning(),
            otherEngines(),
            nvidia(),
            xids(),
            amdAndKubernetes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<PromtoolCase> vllmAndSglang() {
    return List.of(
        query("vllm-kv-cache", 0.5, "vllm:kv_cache_usage_perc{%s}", "0.5x20"),
        query("vllm-kv-cache", 0.25, "vllm:gpu_cache_usage_perc{%s}", "0.25x20"),
        new PromtoolCase(
            expr("vllm-kv-cache"),
            List.of(
                series("vllm:kv_cache_usage_perc{" + POD + "}", "0.5x20"),
                series("vllm:gpu_cache_usage_perc{" + POD + "}", "0.75x20")),
            Expected.of(0.5)),
        query("vllm-nan", 0, "vllm:num_requests_running{%s}", "3x20"),
        query("vllm-nan", 2, "vllm:corrupted_requests_total{%s}", "2x20"),
        query("sglang-kv-cache", 0.5, "sglang:token_usage{%s,tp_rank=\"0\"}", "0.5x20"),
        new PromtoolCase(
            expr("sglang-queue"),
            List.of(
                series("sglang:num_queue_reqs{" + POD + ",tp_rank=\"0\"}", "4x20"),
                series("sglang:num_queue_reqs{" + POD + ",tp_rank=\"1\"}", "4x20"),
                series("sglang:num_queue_reqs{" + OTHER + ",tp_rank=\"0\"}", "2x20")),
            Expected.of(3)));
  }

  private static List<PromtoolCase> tokensPerRunning() {
    return List.of(
        perRunning("vllm", "vllm:generation_tokens_total", "vllm:num_requests_running"),
        perRunning("tensorrt-llm", "trtllm_generation_tokens_total", "trtllm_num_requests_running"),
        perRunning("sglang", "sglang:generation_tokens_total", "sglang:num_running_reqs"),
        new PromtoolCase(
            expr("sglang-tokens-per-running"),
            List.of(
                series("sglang:generation_tokens_total{" + POD + ",tp_rank=\"0\"}", "0+60x20"),
                series("sglang:generation_tokens_total{" + POD + ",tp_rank=\"1\"}", "0+60x20"),
                series("sglang:num_running_reqs{" + POD + ",tp_rank=\"0\"}", "4x20"),
                series("sglang:num_running_reqs{" + POD + ",tp_rank=\"1\"}", "4x20")),
            Expected.of(0.5)));
  }

  /** Two tokens a second, four requests. */
  private static PromtoolCase perRunning(String preset, String tokens, String running) {
    return new PromtoolCase(
        expr(preset + "-tokens-per-running"),
        List.of(
            series(tokens + "{" + POD + "}", "0+60x20"), series(running + "{" + POD + "}", "4x20")),
        Expected.of(0.5));
  }

  private static List<PromtoolCase> otherEngines() {
    return List.of(
        query("tensorrt-llm-kv-cache", 0.5, "trtllm_kv_cache_utilization{%s}", "0.5x20"),
        query("tensorrt-llm-queue", 4, "trtllm_num_requests_waiting{%s}", "4x20"),
        query("nim-kv-cache", 0.5, "gpu_cache_usage_perc{%s}", "0.5x20"),
        query("nim-queue", 4, "num_requests_waiting{%s}", "4x20"),
        query("tgi-queue", 4, "tgi_queue_size{%s}", "4x20"),
        query("triton-pending", 4, "nv_inference_pending_request_count{%s}", "4x20"),
        new PromtoolCase(
            expr("triton-latency-mean-ms"),
            List.of(
                series("nv_inference_request_duration_us{" + POD + "}", "0+61440x20"),
                series("nv_inference_request_success{" + POD + "}", "0+30x20")),
            Expected.of(2.048)),
        tensorFlow(),
        query("ray-serve-queued", 4, "ray_serve_deployment_queued_queries{%s}", "4x20"),
        query("llama-cpp-deferred", 4, "llamacpp:requests_deferred{%s}", "4x20"),
        new PromtoolCase(
            expr("llama-cpp-decode-seconds-per-token"),
            List.of(
                series("llamacpp:tokens_predicted_seconds_total{" + POD + "}", "0+16x20"),
                series("llamacpp:tokens_predicted_total{" + POD + "}", "0+64x20")),
            Expected.of(0.25)));
  }

  /** All of them within the first second. */
  private static PromtoolCase tensorFlow() {
    return new PromtoolCase(
        expr("tf-serving-latency-p99-ms"),
        List.of(
            series(
                ":tensorflow:serving:request_latency_bucket{" + POD + ",le=\"1e+06\"}", "0+9x20"),
            series(
                ":tensorflow:serving:request_latency_bucket{" + POD + ",le=\"+Inf\"}", "0+9x20")),
        Expected.of(990));
  }

  private static List<PromtoolCase> nvidia() {
    return List.of(
        query("gpu-row-remap-failure", 1, "DCGM_FI_DEV_ROW_REMAP_FAILURE{%s}", "1x20"),
        query("gpu-temperature", 64, "DCGM_FI_DEV_GPU_TEMP{%s}", "64x20"),
        new PromtoolCase(
            expr("gpu-memory-used"),
            List.of(
                series("DCGM_FI_DEV_FB_USED{" + POD + "}", "3x20"),
                series("DCGM_FI_DEV_FB_FREE{" + POD + "}", "1x20")),
            Expected.of(0.75)));
  }

  private static List<PromtoolCase> xids() {
    return Stream.of(
            XidCases.application(expr("gpu-xid-application")),
            XidCases.hardware(expr("gpu-xid-hardware")))
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void failOnOneXidOfAKernelAndOnNoneOfTheGpu() {
    List<Metric> gpu = Presets.named("gpu").orElseThrow().metrics();

    assertThat(gpu.get(0).name()).isEqualTo("gpu-xid-application");
    assertThat(gpu.get(0).criteria()).containsExactly(new Criterion.Max(0));
    assertThat(gpu.get(1).name()).isEqualTo("gpu-xid-hardware");
    assertThat(gpu.get(1).criteria()).isEmpty();
  }

  private static List<PromtoolCase> amdAndKubernetes() {
    return List.of(
        query("gpu-amd-ecc-uncorrectable", 0, "gpu_ecc_uncorrect_total{%s}", "7x20"),
        query("gpu-amd-temperature", 64, "gpu_junction_temperature{%s}", "64x20"),
        new PromtoolCase(
            expr("gpu-amd-memory-used"),
            List.of(
                series("gpu_used_vram{" + POD + "}", "3x20"),
                series("gpu_total_vram{" + POD + "}", "4x20")),
            Expected.of(0.75)),
        query("kubernetes-restarts", 0, "kube_pod_container_status_restarts_total{%s}", "9x20"),
        query("kubernetes-oom-killed", 0, RESTARTS, "9x20"),
        query("kubernetes-oom-killed", 1, OOM, "1x20"),
        query("kubernetes-not-ready", 1, "kube_pod_status_ready{%s,condition=\"false\"}", "1x20"));
  }

  @Test
  void sayNothingWhereTheExporterIsAbsent() throws Exception {
    List<PromtoolCase> cases =
        queries()
            .map(expr -> new PromtoolCase(expr, List.of(series("up{" + POD + "}", "1x20")), NONE))
            .toList();

    assertThat(promtool(cases)).isEqualTo("SUCCESS");
  }

  /** Prometheus shows a last value for five minutes where nothing marks its end. */
  @Test
  void sayNothingOfSamplesThatAreOld() throws Exception {
    List<PromtoolCase> cases =
        List.of(
            query("vllm-kv-cache", null, "vllm:kv_cache_usage_perc{%s}", "0.5x12"),
            query("vllm-nan", null, "vllm:num_requests_running{%s}", "3x12"),
            query("sglang-queue", null, "sglang:num_queue_reqs{%s}", "3x12"),
            query("gpu-temperature", null, "DCGM_FI_DEV_GPU_TEMP{%s}", "64x12"),
            query("gpu-xid-application", null, "DCGM_FI_DEV_GPU_UTIL{%s}", "64x12"),
            query("kubernetes-oom-killed", null, RESTARTS, "9x12"));

    assertThat(promtool(cases)).isEqualTo("SUCCESS");
  }

  private static Stream<String> queries() {
    return Presets.all().stream()
        .flatMap(preset -> preset.metrics().stream())
        .map(Metric::shape)
        .filter(Shape.Query.class::isInstance)
        .map(shape -> PromtoolCase.asked(((Shape.Query) shape).query()));
  }

  private static PromtoolCase query(
      String metric, @Nullable Number expected, String series, String values) {
    return new PromtoolCase(
        expr(metric),
        List.of(series(series.formatted(POD), values)),
        expected == null ? NONE : Expected.of(expected.doubleValue()));
  }

  static String expr(String name) {
    return Presets.all().stream()
        .flatMap(preset -> preset.metrics().stream())
        .filter(metric -> metric.name().equals(name))
        .map(metric -> PromtoolCase.asked(((Shape.Query) metric.shape()).query()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  private static PromtoolCase.Series series(String series, String values) {
    return new PromtoolCase.Series(series, values);
  }

  private String promtool(List<PromtoolCase> cases) throws IOException, InterruptedException {
    return new Promtool(folder).test(cases);
  }
}
