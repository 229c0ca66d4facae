package io.fleetcanary.core.spec;

import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.document.Checked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The presets that come with the product. */
public final class Presets {
  /** The pod label by which inference gateways tell engines apart. */
  public static final String ENGINE_LABEL = "llm-d.ai/engine-type";

  /** The same label before 2026. */
  public static final String OLD_ENGINE_LABEL = "inference.networking.k8s.io/engine-type";

  private static final List<Preset> ALL = Preset.SHIPPED.stream().map(Presets::load).toList();

  /** What stands before the braces of a selector. */
  private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{");

  private Presets() {}

  public static List<Preset> all() {
    return ALL;
  }

  public static List<String> names() {
    return Preset.SHIPPED;
  }

  public static Optional<Preset> named(String name) {
    return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
  }

  /** The preset of the engine that a pod with these labels runs. */
  public static Optional<Preset> ofPod(SortedMap<String, String> labels) {
    return Stream.of(ENGINE_LABEL, OLD_ENGINE_LABEL)
        .flatMap(label -> Stream.ofNullable(labels.get(label)))
        .flatMap(engine -> ALL.stream().filter(preset -> preset.engines().contains(engine)))
        .findFirst();
  }

  /** The preset of the engine in a container: its image tells, else a port that only one has. */
  public static Optional<Preset> ofContainer(String image, List<Integer> ports) {
    List<String> open = ports.stream().map(String::valueOf).toList();
    return ALL.stream()
        .filter(preset -> preset.holds(image))
        .findFirst()
        .or(
            () ->
                ALL.stream()
                    .filter(preset -> preset.ports().stream().anyMatch(open::contains))
                    .findFirst());
  }

  /**
   * The preset of the engine that has series of these names: the one whose own names they are most,
   * two or more, for single names are shared.
   */
  public static Optional<Preset> ofSeries(List<String> names) {
    return ALL.stream()
        .filter(preset -> !preset.engines().isEmpty())
        .filter(preset -> shared(preset, names) > 1)
        .max(Comparator.comparingLong(preset -> shared(preset, names)));
  }

  /** Whether any of these metrics measures what the preset does. */
  public static boolean measures(Preset preset, List<Metric> metrics) {
    List<String> own = names(preset);
    return metrics.stream()
        .flatMap(metric -> metric.selectors().stream())
        .flatMap(Presets::names)
        .anyMatch(own::contains);
  }

  private static long shared(Preset preset, List<String> names) {
    return names(preset).stream()
        .filter(own -> Stream.of("", "_count", "_total").anyMatch(end -> names.contains(own + end)))
        .count();
  }

  /** Names of the series that a preset measures. */
  private static List<String> names(Preset preset) {
    return preset.metrics().stream()
        .map(RolloutSpec.Metric::shape)
        .flatMap(
            shape ->
                switch (shape) {
                  case RolloutSpec.Shape.Counters it -> Stream.of(it.bad(), it.of());
                  case RolloutSpec.Shape.Histogram it -> Stream.of(it.histogram());
                  case RolloutSpec.Shape.Query it -> Stream.of(it.query());
                })
        .flatMap(Presets::names)
        .distinct()
        .toList();
  }

  private static Stream<String> names(String promql) {
    return SERIES.matcher(promql).results().map(found -> found.group(1));
  }

  private static Preset load(String name) {
    return switch (Preset.read(name, text(name + ".preset"))) {
      case Checked.Valid<Preset> valid -> valid.value();
      case Checked.Invalid<Preset> invalid ->
          throw new IllegalStateException(invalid.problems().toString());
    };
  }

  private static String text(String file) {
    try (InputStream in = Presets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " must be beside " + Presets.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource can always be read", e);
    }
  }
}
