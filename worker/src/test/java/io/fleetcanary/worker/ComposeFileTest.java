package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What can be known of {@code docker-compose.temporal.yml} without a container engine. */
class ComposeFileTest {
  private static final Path TOP = Path.of("..");
  private static final String SERVER = "1.32.0";

  private final SequencedMap<String, @Nullable Object> file = read("docker-compose.temporal.yml");

  @Test
  void pinsEveryImageToTheVersionsThatWereTestedTogether() {
    List<String> images =
        services().values().stream()
            .map(service -> object(service).get("image"))
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();

    assertThat(images)
        .containsExactly(
            "postgres:16.15",
            "temporalio/admin-tools:" + SERVER,
            "temporalio/server:" + SERVER,
            "temporalio/admin-tools:" + SERVER,
            "temporalio/ui:2.54.1");
  }

  /** What {@code RealComposeTest} plays is built from sources, not taken from the image. */
  @Test
  void pinsTheServerThatIsPlayedWithoutContainers() throws IOException {
    Path real = TOP.resolve("lab/real");

    assertThat(service("temporal").get("image")).isEqualTo("temporalio/server:" + SERVER);
    assertThat(Files.readAllLines(real.resolve("install"))).contains("server_version=" + SERVER);
    assertThat(Files.readString(real.resolve("server/go.mod")))
        .contains("go.temporal.io/server v" + SERVER + " ");
  }

  @Test
  void listensOnThisMachineOnly() {
    assertThat(services().values())
        .flatMap(service -> list(object(service).get("ports")))
        .hasSize(3)
        .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
  }

  @Test
  void startsEachPartWhenItsGroundIsReady() {
    assertThat(condition("temporal-schema", "postgresql")).isEqualTo("service_healthy");
    assertThat(condition("temporal", "temporal-schema"))
        .isEqualTo("service_completed_successfully");
    assertThat(condition("temporal-namespace", "temporal")).isEqualTo("service_healthy");
    assertThat(condition("worker", "temporal-namespace"))
        .isEqualTo("service_completed_successfully");
  }

  @Test
  void keepsTheDatabaseInANamedVolume() {
    assertThat(list(service("postgresql").get("volumes")))
        .allSatisfy(volume -> assertThat(volume.toString()).startsWith("database:/"));
    assertThat(object(Objects.requireNonNull(file.get("volumes"))).containsKey("database"))
        .as("database is a named volume")
        .isTrue();
  }

  @Test
  void tellsTheWorkerWhatItReads() throws IOException {
    String configuration = Files.readString(Path.of("src/main/resources/application.yaml"));

    assertThat(environment("worker").keySet())
        .allSatisfy(
            name ->
                assertThat(
                        name.equals("FLEETCANARY_FLEET")
                            || configuration.contains("${" + name + ":"))
                    .as("%s is read by the worker", name)
                    .isTrue());
    assertThat(environment("worker").get("TEMPORAL_ADDRESS")).hasToString("temporal:7233");
  }

  @Test
  void buildsTheWorkerFromFilesThatExist() throws IOException {
    SequencedMap<String, @Nullable Object> build = object(service("worker").get("build"));
    List<String> copied =
        Files.readAllLines(TOP.resolve(String.valueOf(build.get("dockerfile")))).stream()
            .filter(line -> line.startsWith("FROM "))
            .toList();

    assertThat(copied)
        .containsExactly(
            "FROM eclipse-temurin:25.0.3_9-jdk AS build", "FROM eclipse-temurin:25.0.3_9-jre");
  }

  @Test
  void hasScriptsThatAShellCanRead() throws Exception {
    for (String name : List.of("temporal-schema", "temporal-namespace")) {
      String script = String.valueOf(list(service(name).get("command")).getFirst());
      assertThat(script.replace("$$", "")).as("%s escapes every $", name).doesNotContain("$");

      Process shell =
          new ProcessBuilder("sh", "-nc", script.replace("$$", "$"))
              .redirectErrorStream(true)
              .start();
      String complaints = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(shell.waitFor()).as("%s: %s", name, complaints).isZero();
    }
  }

  @Test
  void copiesIntoTheImageWhatTheBuildMakes() throws IOException {
    String recipe = Files.readString(TOP.resolve("worker/Dockerfile"));
    String build = Files.readString(Path.of("pom.xml"));

    assertThat(recipe)
        .contains("./mvnw ", "/src/worker/target/fleetcanary-worker.jar", "/src/target/lib");
    assertThat(build).contains("<finalName>${project.artifactId}</finalName>");
    assertThat(build).contains("<artifactId>fleetcanary-worker</artifactId>");
    assertThat(TOP.resolve("mvnw").toFile().canExecute()).isTrue();
    assertThat(Files.readAllLines(TOP.resolve(".dockerignore"))).doesNotContain(".mvn", "mvnw");
  }

  private Object condition(String service, String ground) {
    SequencedMap<String, @Nullable Object> grounds = object(service(service).get("depends_on"));
    return Objects.requireNonNull(object(grounds.get(ground)).get("condition"));
  }

  private SequencedMap<String, @Nullable Object> environment(String service) {
    return object(service(service).get("environment"));
  }

  private SequencedMap<String, @Nullable Object> service(String name) {
    return object(services().get(name));
  }

  private SequencedMap<String, @Nullable Object> services() {
    return object(file.get("services"));
  }

  private static SequencedMap<String, @Nullable Object> object(@Nullable Object value) {
    SequencedMap<String, @Nullable Object> object = new LinkedHashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(value))
        .forEach((name, field) -> object.put(String.valueOf(name), field));
    return object;
  }

  private static List<?> list(@Nullable Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  private static SequencedMap<String, @Nullable Object> read(String name) {
    LoadSettings merging =
        LoadSettings.builder().setSchema(new CoreSchema()).setAllowDuplicateKeys(false).build();
    try {
      return object(new Load(merging).loadFromString(Files.readString(TOP.resolve(name))));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
