package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code fleetcanary}, in a checkout with a Maven and JDKs that only say they ran. */
class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      while [ "$1" != -pl ]; do shift; done
      echo "$2 with $JAVA_HOME" >> builds.log
      mkdir -p $2/target && touch $2/target/fleetcanary-$2.jar
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      while [ "$1" != -jar ] && [ "$1" != -cp ]; do shift; done
      printf '%s|' "$@"
      exit 7
      """;

  private static final String TOOLS =
      "bash sh cat dirname find head ln mkdir mv readlink rm sed sleep touch";

  @TempDir private Path folder;
  private Path jdks = Path.of("");

  @BeforeEach
  void checkOut() throws IOException {
    jdks = Files.createDirectory(folder.resolve("jdks"));
    Files.copy(Path.of("..", "fleetcanary"), folder.resolve("fleetcanary"));
    script(folder.resolve("mvnw"), MAVEN);
    Files.createFile(folder.resolve("pom.xml"));
    for (String module :
        List.of(
            "core", "workflows", "activities", "report", "worker", "starter", "recovery", "lab")) {
      Files.createDirectories(folder.resolve(module).resolve("src/main/java"));
      Files.createFile(folder.resolve(module).resolve("pom.xml"));
    }
    age(folder);
  }

  @Test
  void runsTheCommandLineWithItsArgumentsAndExitCode() throws Exception {
    jdk("21.0.4");

    Ran ran = run("approve", "inference/chat", "--reason", "looks good");

    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.text())
        .contains("building starter, once after each change ...")
        .endsWith(
            "-jar|%s/starter/target/fleetcanary-starter.jar|approve|inference/chat|--reason|looks good|"
                .formatted(folder));
  }

  @Test
  void looksIntoAClusterOnlyToBeginFromIt() throws Exception {
    jdk("21.0.4");

    assertThat(run("init", "--force").text())
        .endsWith("-jar|%s/starter/target/fleetcanary-starter.jar|init|--force|".formatted(folder));
    assertThat(run("init", "--from", "deployment/chat").text())
        .endsWith(
            "-cp|%s/recovery/target/fleetcanary-recovery.jar|io.fleetcanary.recovery.BeginFromCluster|init|--from|deployment/chat|"
                .formatted(folder));
  }

  @Test
  void runsTheWorkerAndTheDemoWithoutTheirNames() throws Exception {
    jdk("21.0.4");

    assertThat(run("worker", "--server.port=0").text())
        .endsWith("worker/target/fleetcanary-worker.jar|--server.port=0|");
    assertThat(run("demo", "--headless").text())
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
    script(jdk("21.0.4").resolve("bin/java"), "#!/bin/sh\nprintf '%s|' \"$@\"\n");

    assertThat(run(typed.split(" ", -1)).text())
        .contains("|-XX:SharedArchiveFile=%s/target/%s-21.jsa|".formatted(folder, archive));
  }

  @Test
  void buildsOnlyWhenSomethingHasChanged() throws Exception {
    Path jdk = jdk("25.0.3");
    run("status");
    run("status");
    Path source = Files.createFile(folder.resolve("core/src/main/java/New.java"));
    run("status");
    run("status");
    Files.delete(source);
    run("status");

    assertThat(builds())
        .containsExactly("starter with " + jdk, "starter with " + jdk, "starter with " + jdk);
  }

  @Test
  void doesNotBuildForAChangeInAnotherModule() throws Exception {
    jdk("25.0.3");
    run("status");
    Files.createFile(folder.resolve("lab/src/main/java/New.java"));
    run("status");

    assertThat(builds()).hasSize(1);
  }

  @Test
  void takesOverFromABuildThatDied() throws Exception {
    jdk("25.0.3");
    Files.createDirectory(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("target/build-lock"), Path.of("999999999"));

    assertThat(run("status").text()).contains("building starter").doesNotContain("waiting");
    assertThat(folder.resolve("target")).isDirectoryNotContaining("glob:**/build-*");
  }

  @Test
  @Timeout(60)
  void isNotHeldUpByABuildThatWasKilledAtItsVeryBeginning() throws Exception {
    jdk("25.0.3");
    Files.createDirectories(folder.resolve("target/building"));

    assertThat(run("status").text()).contains("building starter");
  }

  @Test
  @Timeout(60)
  void saysWhoseBuildItWaitsFor() throws Exception {
    jdk("25.0.3");
    Process builder = new ProcessBuilder("sleep", "3").start();
    Path owner = Path.of(Long.toString(builder.pid()));
    Files.createDirectory(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve("target/build-lock"), owner);

    assertThat(run("status").text())
        .startsWith("waiting for the build of process " + owner + ", see " + folder)
        .containsOnlyOnce("waiting")
        .contains("building starter");
  }

  @Test
  void needsNoHome() throws Exception {
    Path jdk = jdk("25.0.3");

    Ran ran =
        run(Map.of("JAVA_HOME", jdk.toString(), "HOME", "", "FLEETCANARY_JDKS", ""), "status");

    assertThat(ran.text()).startsWith("building starter");
    assertThat(builds()).containsExactly("starter with " + jdk);
  }

  @Test
  void passesOverJavasThatAreTooOldOrCannotBuild() throws Exception {
    jdk("17.0.12");
    jdk("1.8.0_412");
    Files.delete(jdk("22.0.1").resolve("bin/javac"));
    Path good = jdk("23");

    run("status");

    assertThat(builds()).containsExactly("starter with " + good);
  }

  @Test
  void saysWhatItFoundWhenNoJavaWillDo() throws Exception {
    Path old = jdk("17.0.12");
    Path jre = jdk("22.0.1");
    Files.delete(jre.resolve("bin/javac"));

    Ran ran = run("status");

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
    assertThat(builds()).isEmpty();
  }

  @Test
  void prefersJavaHome() throws Exception {
    jdk("21.0.4");
    Path chosen = jdk("25.0.3");

    run(Map.of("JAVA_HOME", chosen.toString()), "status");

    assertThat(builds()).containsExactly("starter with " + chosen);
  }

  private Path jdk(String version) throws IOException {
    Path jdk = Files.createDirectories(jdks.resolve("jdk-" + version));
    Files.createDirectory(jdk.resolve("bin"));
    script(jdk.resolve("bin/java"), JAVA);
    script(jdk.resolve("bin/javac"), JAVA);
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Acme\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    return jdk;
  }

  private List<String> builds() throws IOException {
    Path log = folder.resolve("builds.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private Ran run(String... args) throws Exception {
    return run(Map.of(), args);
  }

  /** The tools of the system are on PATH, its Java is not. */
  private Ran run(Map<String, String> variables, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", folder.resolve("fleetcanary").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", tools().toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("FLEETCANARY_JDKS", jdks.toString());
    builder.environment().putAll(variables);
    builder.environment().values().removeIf(String::isEmpty);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), text);
  }

  private Path tools() throws IOException {
    Path tools = folder.resolve("tools");
    if (Files.notExists(tools)) {
      Files.createDirectory(tools);
      for (String tool : TOOLS.split(" ", -1)) {
        Path real = Path.of("/usr/bin", tool);
        script(
            tools.resolve(tool),
            "#!/bin/sh\nexec %s \"$@\"\n"
                .formatted(Files.exists(real) ? real : Path.of("/bin", tool)));
      }
    }
    return tools;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Older than any build, so that the clock's resolution does not matter. */
  private static void age(Path folder) throws IOException {
    FileTime longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, longAgo);
      }
    }
  }

  /** What came back. */
  private record Ran(int code, String text) {}
}
