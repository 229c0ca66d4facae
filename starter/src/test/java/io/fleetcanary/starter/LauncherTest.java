package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.Checkout.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code fleetcanary}. */
class LauncherTest {
  private Path folder;
  private Checkout checkout;

  @BeforeEach
  void checkOut(@TempDir Path in) throws IOException {
    folder = in;
    checkout = new Checkout(in);
  }

  @Test
  void runsTheCommandLineWithItsArgumentsAndExitCode() throws Exception {
    checkout.jdk("21.0.4");

    Ran ran = checkout.run("approve", "inference/chat", "--reason", "looks good");

    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.text())
        .contains("building starter, once after each change ...")
        .endsWith(
            "-jar|%s/starter/target/fleetcanary-starter.jar|approve|inference/chat|--reason|looks good|"
                .formatted(folder));
  }

  @Test
  void looksIntoAClusterOnlyToBeginFromIt() throws Exception {
    checkout.jdk("21.0.4");

    assertThat(checkout.run("init", "--force").text())
        .endsWith("-jar|%s/starter/target/fleetcanary-starter.jar|init|--force|".formatted(folder));
    assertThat(checkout.run("init", "--from", "deployment/chat").text())
        .endsWith(
            "-cp|%s/recovery/target/fleetcanary-recovery.jar|io.fleetcanary.recovery.BeginFromCluster|init|--from|deployment/chat|"
                .formatted(folder));
  }

  @Test
  void runsTheWorkerAndTheDemoWithoutTheirNames() throws Exception {
    checkout.jdk("21.0.4");

    assertThat(checkout.run("worker", "--server.port=0").text())
        .endsWith("worker/target/fleetcanary-worker.jar|--server.port=0|");
    assertThat(checkout.run("demo", "--headless").text())
        .endsWith("lab/target/fleetcanary-lab.jar|--headless|");
  }

  /** Else the first help of all would be the archive of what talks to Temporal, too. */
  @ParameterizedTest
  @CsvSource({
    "status inference/chat,                starter",
    "approve inference/chat --gate --help, starter-offline",
    "--help,                               starter-offline",
    "validate rollout.yaml,                starter-offline",
    "start rollout.yaml --dry-run,         starter-offline",
    "start rollout.yaml,                   starter",
    "worker,                               worker"
  })
  void keepsClassesOfWhatTalksToNobodyApart(String typed, String archive) throws Exception {
    checkout.jdk("21.0.4");

    checkout.run(typed.split(" ", -1));

    assertThat(checkout.archives()).containsExactly(archive + "-21.jsa");
  }

  @Test
  void buildsOnlyWhenSomethingHasChanged() throws Exception {
    Path jdk = checkout.jdk("25.0.3");
    checkout.run("status");
    checkout.run("status");
    Path source = Files.createFile(folder.resolve("core/src/main/java/New.java"));
    checkout.run("status");
    checkout.run("status");
    Files.delete(source);
    checkout.run("status");

    assertThat(checkout.builds())
        .containsExactly("starter with " + jdk, "starter with " + jdk, "starter with " + jdk);
  }

  /** A JVM uses an archive of another jar for nothing, and does not replace it. */
  @Test
  void throwsAwayTheArchivesOfAnOlderJar() throws Exception {
    checkout.jdk("25.0.3");
    checkout.run("status");
    checkout.run("--help");
    Files.createFile(folder.resolve("core/src/main/java/New.java"));

    checkout.run("validate", "rollout.yaml");

    assertThat(checkout.archives()).containsExactly("starter-offline-25.jsa");
  }

  @Test
  void doesNotBuildForAChangeInAnotherModule() throws Exception {
    checkout.jdk("25.0.3");
    checkout.run("status");
    Files.createFile(folder.resolve("lab/src/main/java/New.java"));
    checkout.run("status");

    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void takesOverFromABuildThatDied() throws Exception {
    checkout.jdk("25.0.3");
    Files.createDirectory(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("target/build-lock"), Path.of("999999999"));

    assertThat(checkout.run("status").text())
        .contains("building starter")
        .doesNotContain("waiting");
    assertThat(folder.resolve("target")).isDirectoryNotContaining("glob:**/build-*");
  }

  @Test
  @Timeout(60)
  void isNotHeldUpByABuildThatWasKilledAtItsVeryBeginning() throws Exception {
    checkout.jdk("25.0.3");
    Files.createDirectories(folder.resolve("target/building"));

    assertThat(checkout.run("status").text()).contains("building starter");
  }

  @Test
  @Timeout(60)
  void saysWhoseBuildItWaitsFor() throws Exception {
    checkout.jdk("25.0.3");
    Process builder = new ProcessBuilder("sleep", "3").start();
    Path owner = Path.of(Long.toString(builder.pid()));
    Files.createDirectory(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("target/build-lock"), owner);

    assertThat(checkout.run("status").text())
        .startsWith("waiting for the build of process " + owner + ", see " + folder)
        .containsOnlyOnce("waiting")
        .contains("building starter");
  }

  @Test
  void needsNoHome() throws Exception {
    Path jdk = checkout.jdk("25.0.3");

    Ran ran =
        checkout.run(
            Map.of("JAVA_HOME", jdk.toString(), "HOME", "", "FLEETCANARY_JDKS", ""), "status");

    assertThat(ran.text()).startsWith("building starter");
    assertThat(checkout.builds()).containsExactly("starter with " + jdk);
  }

  @Test
  void passesOverJavasThatAreTooOldOrCannotBuild() throws Exception {
    checkout.jdk("17.0.12");
    checkout.jdk("1.8.0_412");
    Files.delete(checkout.jdk("22.0.1").resolve("bin/javac"));
    Path good = checkout.jdk("23");

    checkout.run("status");

    assertThat(checkout.builds()).containsExactly("starter with " + good);
  }

  @Test
  void saysWhatItFoundWhenNoJavaWillDo() throws Exception {
    Path old = checkout.jdk("17.0.12");
    Path jre = checkout.jdk("22.0.1");
    Files.delete(jre.resolve("bin/javac"));

    Ran ran = checkout.run("status");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                """
                fleetcanary needs a JDK 21 or newer, and there is none in JAVA_HOME, on PATH or in the usual folders
                  found only %s, which is 17
                  found only %s, which is 22 but a JRE: it has no javac to build with
                  install one, e.g. from https://adoptium.net, or set JAVA_HOME to where it is
                """
                    .formatted(old, jre)));
    assertThat(checkout.builds()).isEmpty();
  }

  @Test
  void prefersJavaHome() throws Exception {
    checkout.jdk("21.0.4");
    Path chosen = checkout.jdk("25.0.3");

    checkout.run(Map.of("JAVA_HOME", chosen.toString()), "status");

    assertThat(checkout.builds()).containsExactly("starter with " + chosen);
  }
}
