package io.fleetcanary.starter;

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
import java.util.stream.Stream;

/** The script {@code fleetcanary} in a folder, with a Maven and JDKs that only say they ran. */
final class Checkout {
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
      while [ "$1" != -jar ] && [ "$1" != -cp ]; do
        case $1 in -XX:SharedArchiveFile=*) touch "${1#*=}" ;; esac
        shift
      done
      printf '%s|' "$@"
      exit 7
      """;

  private final Path folder;
  private final Path jdks;

  Checkout(Path folder) throws IOException {
    this.folder = folder;
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

  /** Puts one of this version where the script looks. */
  Path jdk(String version) throws IOException {
    Path jdk = Files.createDirectories(jdks.resolve("jdk-" + version));
    Files.createDirectory(jdk.resolve("bin"));
    script(jdk.resolve("bin/java"), JAVA);
    script(jdk.resolve("bin/javac"), JAVA);
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Acme\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    return jdk;
  }

  /** What has been built, and with which JDK. */
  List<String> builds() throws IOException {
    Path log = folder.resolve("builds.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** Types it. */
  Ran run(String... args) throws Exception {
    return run(Map.of(), args);
  }

  /** The tools of the system are on PATH, its Java is not. */
  Ran run(Map<String, String> variables, String... args) throws Exception {
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
      for (String tool :
          List.of(
              "bash",
              "sh",
              "cat",
              "dirname",
              "find",
              "head",
              "ln",
              "mkdir",
              "mv",
              "readlink",
              "rm",
              "sed",
              "sleep",
              "touch")) {
        Path real = Path.of("/usr/bin", tool);
        script(
            tools.resolve(tool),
            "#!/bin/sh\nexec %s \"$@\"\n"
                .formatted(Files.exists(real) ? real : Path.of("/bin", tool)));
      }
    }
    return tools;
  }

  /** Files in which JVMs keep classes. */
  List<String> archives() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("target"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jsa"))
          .sorted()
          .toList();
    }
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
  record Ran(int code, String text) {}
}
