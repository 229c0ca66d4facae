package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.show.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that people and editors get. */
class SchemaTest {
  private static final Path FILE = Path.of("../schema/rollout.v1.json");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String REST =
      """
      service: chat
      namespace: inference
      revision: {name: v2, args: []}
      waves: [{name: all, select: all}]
      """;

  /** When this fails: {@code ./fleetcanary schema > schema/rollout.v1.json}. */
  @Test
  void isTheOneInTheRepository() throws IOException {
    Typed typed = CommandLineFixture.typeAt("127.0.0.1:1", "schema");

    assertThat(typed).isEqualTo(new Typed(0, Files.readString(FILE), ""));
  }

  @Test
  void isInTheJar() throws IOException {
    try (InputStream packaged =
        FleetCanary.class.getResourceAsStream("/io/fleetcanary/starter/spec/rollout.v1.json")) {
      assertThat(packaged).isNotNull();
      assertThat(new String(packaged.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(Files.readString(FILE));
    }
  }

  @ParameterizedTest
  @MethodSource("shown")
  void takesWhatTheDocsShow(String example) throws IOException {
    Map<String, Object> spec = new TreeMap<>(tree(REST));
    spec.putAll(tree(example));

    List<Error> errors = schema().validate(Json.line(spec), InputFormat.JSON);

    assertThat(errors).isEmpty();
  }

  static List<String> shown() throws IOException {
    Stream<String> snippets =
        YAML.matcher(Files.readString(Path.of("../docs/spec.md"))).results().map(it -> it.group(1));
    Stream<String> presets =
        YAML.matcher(Files.readString(Path.of("../docs/presets.md")))
            .results()
            .map(it -> it.group(1));
    try (Stream<Path> files = Files.list(Path.of("../docs/examples"))) {
      List<String> examples = files.map(SchemaTest::text).toList();
      return Stream.of(
              snippets,
              presets,
              examples.stream(),
              Stream.of(text(Path.of(CommandLineFixture.SPEC))))
          .flatMap(each -> each)
          .toList();
    }
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(Files.readString(FILE));
  }

  private static Map<String, Object> tree(String yaml) {
    Map<String, Object> tree = new TreeMap<>();
    Map<?, ?> fields = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    fields.forEach((name, value) -> tree.put(String.valueOf(name), value));
    return tree;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
