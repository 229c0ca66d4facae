package io.fleetcanary.lab.ways;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the pipelines of {@code docs/start/ci.md} run. */
final class Pipelines {
  private Pipelines() {}

  static String github() {
    Map<?, ?> job = object(object(yaml("github").get("jobs")).get("release"));
    Map<?, ?> last = object(((List<?>) Objects.requireNonNull(job.get("steps"))).getLast());
    return String.valueOf(last.get("run"));
  }

  static String gitlab() {
    List<?> script =
        (List<?>) Objects.requireNonNull(object(yaml("gitlab").get("release")).get("script"));
    return String.valueOf(script.getLast());
  }

  private static Map<?, ?> yaml(String name) {
    return object(
        new Load(LoadSettings.builder().build()).loadFromString(Page.of("ci").block(name)));
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }
}
