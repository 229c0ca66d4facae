package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A kubeconfig file, as far as it matters before anything is connected. */
public final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * Names of its contexts.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no kubeconfig
   */
  public static List<String> contexts(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return Optional.ofNullable(Serialization.unmarshal(content, Config.class)).stream()
          .flatMap(config -> config.getContexts().stream())
          .map(NamedContext::getName)
          .toList();
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException("must be a kubeconfig, got " + file, malformed);
    }
  }
}
