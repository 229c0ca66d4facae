package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.real.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a person pastes commands: a folder like a checkout. {@code ./fleetcanary} there starts what
 * the launcher starts, from this build's classes.
 */
final class Shell {
  private static final String EXAMPLE = "docs/examples/rollout.json";

  private final Path folder;
  private final Map<String, String> environment;

  private Shell(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    try {
      Files.createDirectories(folder.resolve("docs/examples"));
      Files.copy(Page.TOP.resolve(EXAMPLE), folder.resolve(EXAMPLE));
      Path launcher = Files.writeString(folder.resolve("fleetcanary"), launcher());
      assertThat(launcher.toFile().setExecutable(true)).isTrue();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * With Temporal's command lines on PATH.
   *
   * @param folder is made
   * @param temporal {@code host:port}
   */
  static Shell withTemporalsOwn(Path folder, String temporal) {
    return new Shell(
        folder,
        Map.of(
            "PATH",
            Parts.installed().program("tctl").getParent() + ":" + System.getenv("PATH"),
            "TEMPORAL_ADDRESS",
            temporal,
            "TEMPORAL_CLI_ADDRESS",
            temporal,
            "USER",
            "ann"));
  }

  /**
   * With a cluster that {@code init --from} can look at, and nothing but a JDK.
   *
   * @param folder is made
   * @param temporal {@code host:port}
   */
  static Shell withAKubeconfig(Path folder, String temporal, String kubeconfig) {
    return new Shell(
        folder, Map.of("TEMPORAL_ADDRESS", temporal, "KUBECONFIG", kubeconfig, "USER", "ann"));
  }

  /** A file of the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Pastes it, and insists that it exits with 0. */
  String succeeds(String script) {
    Answer answer = paste(script);
    assertThat(answer.code()).as("%s%n%s", script, answer.output()).isZero();
    return answer.output();
  }

  Answer paste(String script) {
    ProcessBuilder bash = new ProcessBuilder("bash", "-uc", script);
    bash.directory(folder.toFile()).redirectErrorStream(true);
    bash.environment().putAll(environment);
    try {
      Process process = bash.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }

  private static String launcher() {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider",
            "-Dslf4j.internal.verbosity=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            "io.fleetcanary.recovery.BeginFromCluster");
    return "#!/bin/sh\nexec '" + String.join("' '", java) + "' \"$@\"\n";
  }

  /** What came back. */
  record Answer(int code, String output) {}
}
