package io.fleetcanary.lab.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The parts of the real bench that {@code lab/real/install} has put into the cache folder.
 *
 * @param cache the folder
 */
public record Parts(Path cache) {
  /** Where this user's parts are. Whether they are there shows when one is asked for. */
  public static Parts installed() {
    return new Parts(cacheFolder(System.getenv()));
  }

  /**
   * The program of a part.
   *
   * @throws IllegalStateException if it is not installed
   */
  public Path program(String name) {
    return present(cache.resolve("bin").resolve(name));
  }

  /**
   * The custom resource definitions of the Gateway API, standard channel, as one YAML stream.
   *
   * @throws IllegalStateException if they are not installed
   */
  public Path gatewayApi() {
    return present(cache.resolve("gateway-api.yaml"));
  }

  /**
   * The definition of HTTPRoute in the experimental channel, which has more fields.
   *
   * @throws IllegalStateException if it is not installed
   */
  public Path experimentalRoutes() {
    return present(cache.resolve("gateway-api-experimental.yaml"));
  }

  static Path cacheFolder(Map<String, String> environment) {
    if (environment.containsKey("FLEETCANARY_CACHE")) {
      return Path.of(environment.get("FLEETCANARY_CACHE"));
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "fleetcanary");
  }

  private static Path present(Path part) {
    if (!Files.isReadable(part)) {
      throw new IllegalStateException(
          "the real bench must be installed by lab/real/install, got nothing at " + part);
    }
    return part;
  }
}
