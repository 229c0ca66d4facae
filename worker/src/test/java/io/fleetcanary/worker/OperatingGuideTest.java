package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.worker.file.FleetFile;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/operating.md} tells the truth, and all of it. */
class OperatingGuideTest {
  private final String guide = read(Path.of("..", "docs", "operating.md"));

  @Test
  void namesEveryProperty() {
    List<String> properties = properties("fleetcanary", WorkerProperties.class).toList();

    assertThat(properties).hasSizeGreaterThan(10);
    assertThat(properties)
        .allSatisfy(property -> assertThat(guide).contains("| `" + property + "` |"));
  }

  @Test
  void showsAFleetFileThatCanBeRead(@TempDir Path folder) throws IOException {
    String example = guide.split("```yaml\n", 2)[1].split("```", 2)[0];
    Path file = Files.writeString(folder.resolve("fleet.yaml"), example);

    assertThat(FleetFile.read(file).clusters()).hasSize(2);
  }

  private static Stream<String> properties(String prefix, Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component -> properties(prefix + "." + kebab(component), component));
  }

  private static Stream<String> properties(String name, RecordComponent component) {
    return component.getType().isRecord() ? properties(name, component.getType()) : Stream.of(name);
  }

  private static String kebab(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
