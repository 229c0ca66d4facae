package io.fleetcanary.lab.ways;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What {@code docker-compose.temporal.yml} says. */
record Compose(Map<?, ?> file) {
  static Compose read() {
    LoadSettings merging = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return new Compose(
        object(new Load(merging).loadFromString(Page.text("docker-compose.temporal.yml"))));
  }

  /** What a service runs in a shell, once, as the shell gets it. */
  String script(String service) {
    List<?> command = (List<?>) Objects.requireNonNull(service(service).get("command"));
    return String.valueOf(command.getFirst()).replace("$$", "$");
  }

  /** A service's environment. */
  SortedMap<String, String> environment(String service) {
    SortedMap<String, String> environment = new TreeMap<>();
    object(service(service).get("environment"))
        .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
    return environment;
  }

  /** The content of a file that services get. */
  String config(String name) {
    return String.valueOf(object(object(file.get("configs")).get(name)).get("content"));
  }

  private Map<?, ?> service(String name) {
    return object(object(file.get("services")).get(name));
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }
}
