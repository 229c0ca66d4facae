package io.fleetcanary.lab.ways;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** {@code docker-compose.temporal.yml}, its merge keys resolved. */
final class Compose {
  private Compose() {}

  /** The whole of it. */
  static Map<?, ?> file() {
    LoadSettings merging = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return object(new Load(merging).loadFromString(Page.text("docker-compose.temporal.yml")));
  }

  /** One of its services. */
  static Map<?, ?> service(String name) {
    return object(object(file().get("services")).get(name));
  }

  /** What a service runs in a shell, as the shell gets it. */
  static String script(String service) {
    List<?> command = (List<?>) Objects.requireNonNull(service(service).get("command"));
    return String.valueOf(command.getFirst()).replace("$$", "$");
  }

  /** The variables that a service gets. */
  static SortedMap<String, String> environment(String service) {
    SortedMap<String, String> environment = new TreeMap<>();
    object(service(service).get("environment"))
        .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
    return environment;
  }

  /** The content of one of its own files. */
  static String config(String name) {
    return String.valueOf(object(object(file().get("configs")).get(name)).get("content"));
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }
}
