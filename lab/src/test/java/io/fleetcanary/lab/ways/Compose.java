package io.fleetcanary.lab.ways;

import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** {@code docker-compose.temporal.yml}, its merge keys resolved. */
final class Compose {
  private Compose() {}

  /** The whole of it. */
  static Map<?, ?> file() {
    LoadSettings merging = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return (Map<?, ?>) new Load(merging).loadFromString(Page.text("docker-compose.temporal.yml"));
  }

  /** One of its services. */
  static Map<?, ?> service(String name) {
    Map<?, ?> services = (Map<?, ?>) Objects.requireNonNull(file().get("services"));
    return (Map<?, ?>) Objects.requireNonNull(services.get(name));
  }
}
