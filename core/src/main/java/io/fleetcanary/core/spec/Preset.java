package io.fleetcanary.core.spec;

import io.fleetcanary.core.document.Checked;
import java.util.List;

/**
 * Metrics that are known to be right for one engine, gateway or exporter.
 *
 * @param name what {@code analysis.use} calls it
 * @param about one line
 * @param engines values of the pod label {@link Presets#ENGINE_LABEL} that mean it
 * @param metrics named {@code <preset>-<metric>}
 * @param text the file, comments included
 */
public record Preset(
    String name,
    String about,
    List<String> engines,
    List<RolloutSpec.Metric> metrics,
    String text) {
  public Preset {
    engines = List.copyOf(engines);
    metrics = List.copyOf(metrics);
  }

  /** Reads a preset file, as strictly as a spec. */
  public static Checked<Preset> read(String name, String text) {
    return PresetText.read(name, text);
  }
}
