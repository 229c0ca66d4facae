package io.fleetcanary.lab.ways;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the pipelines of {@code docs/start/ci.md} run; the page is that. */
final class Pipelines {
  private Pipelines() {}

  static String github(Page page) {
    Map<?, ?> job = object(object(yaml(page, "github").get("jobs")).get("release"));
    Map<?, ?> last = object(((List<?>) Objects.requireNonNull(job.get("steps"))).getLast());
    return String.valueOf(last.get("run"));
  }

  /** As a runner does: each line must succeed; what comes after runs however they ended. */
  static String gitlab(Page page) {
    Map<?, ?> job = object(yaml(page, "gitlab").get("release"));
    return "(set -e\n%s\n)\ncode=$?\n%s\nexit $code\n"
        .formatted(lines(job.get("script")), lines(job.get("after_script")));
  }

  /** The whole of it. */
  static Map<?, ?> yaml(Page page, String name) {
    return object(new Load(LoadSettings.builder().build()).loadFromString(page.block(name)));
  }

  private static String lines(Object script) {
    return ((List<?>) Objects.requireNonNull(script))
        .stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }
}
