package io.fleetcanary.lab.ways;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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

  /** As a runner does: each line must succeed; what comes after runs however they ended. */
  static String gitlab() {
    Map<?, ?> job = object(yaml("gitlab").get("release"));
    return "(set -e\n%s\n)\ncode=$?\n%s\nexit $code\n"
        .formatted(lines(job.get("script")), lines(job.get("after_script")));
  }

  /** The whole of it. */
  static Map<?, ?> yaml(String name) {
    return object(
        new Load(LoadSettings.builder().build()).loadFromString(Page.of("ci").block(name)));
  }

  private static String lines(Object script) {
    return ((List<?>) Objects.requireNonNull(script))
        .stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }
}
