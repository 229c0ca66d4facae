package io.fleetcanary.core.spec;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.document.Checked;
import java.util.List;

/**
 * Metrics that are known to be right for one engine, gateway or exporter.
 *
 * @param name what {@code analysis.use} calls it
 * @param about one line
 * @param engines values of the pod label {@link Presets#ENGINE_LABEL} that mean it
 * @param images repositories, or their last parts, that hold it
 * @param ports container ports that nothing else of these uses
 * @param metrics named {@code <preset>-<metric>}
 * @param alike what must be alike on both arms, named likewise
 * @param text the file, comments included
 */
public record Preset(
    String name,
    String about,
    List<String> engines,
    List<String> images,
    List<String> ports,
    List<RolloutSpec.Metric> metrics,
    List<Likeness> alike,
    String text) {
  /** Names of those that come with the product. */
  static final List<String> SHIPPED =
      List.of(
          "vllm",
          "sglang",
          "tensorrt-llm",
          "nim",
          "tgi",
          "triton",
          "tf-serving",
          "ray-serve",
          "llama-cpp",
          "llm-d",
          "ai-gateway",
          "istio",
          "envoy",
          "traefik",
          "gpu",
          "gpu-amd",
          "kubernetes");

  public Preset {
    engines = List.copyOf(engines);
    images = List.copyOf(images);
    ports = List.copyOf(ports);
    metrics = List.copyOf(metrics);
    alike = List.copyOf(alike);
  }

  /** Whether the image is one of its engine; tag and digest do not count. */
  boolean holds(String image) {
    String repository = image.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
    return images.stream().anyMatch(part -> ("/" + repository + "/").contains("/" + part + "/"));
  }

  /** Reads a preset file, as strictly as a spec. */
  public static Checked<Preset> read(String name, String text) {
    return PresetText.read(name, text);
  }
}
