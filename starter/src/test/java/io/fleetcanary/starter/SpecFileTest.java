package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.starter.server.RolloutName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFileTest {
  private static final String JSON =
      """
      {"service": "chat", "namespace": "inference",
      \t"revision": {"name": "2026.11.3", "env": {"MODEL_URI": "s3:\\/\\/models"}},
       "waves": [{"name": "all", "select": "all", "parallel": 2}]}
      """;

  private static final String YAML =
      """
      service: chat
      namespace: inference
      revision: {name: "2026.11.3", env: {MODEL_URI: s3://models}}
      waves:
        - {name: all, select: all, parallel: 2}
      """;

  @TempDir private Path folder;

  @Test
  void meansTheSameInYamlAndInJson() throws IOException {
    SpecFile yaml = valid(SpecFile.read(file("rollout.yaml", YAML)));
    SpecFile json = valid(SpecFile.read(file("rollout.json", JSON)));

    assertThat(yaml.spec()).isEqualTo(json.spec());
    assertThat(yaml.tree()).isEqualTo(json.tree());
    assertThat(yaml.rollout()).isEqualTo(new RolloutName("inference", "chat"));
    assertThat(yaml.summary()).isEqualTo("chat 2026.11.3");
  }

  @Test
  void takesNoWordForTrueOrFalse() throws IOException {
    SpecFile spec = valid(SpecFile.read(file("rollout.yaml", YAML.replace("s3://models", "no"))));

    assertThat(spec.spec().revision().env()).containsEntry("MODEL_URI", "no");
  }

  @Test
  void takesNoVersionForANumber() throws IOException {
    List<Problem> problems =
        problems(SpecFile.read(file("rollout.yaml", YAML.replace("\"2026.11.3\"", "2026.10"))));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly("revision.name: must be text, got the number 2026.1; write it in quotes");
  }

  @Test
  void refusesAFieldWrittenTwice() throws IOException {
    assertThat(problems(SpecFile.read(file("rollout.yaml", YAML + "service: chat\n"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.rule()).contains("duplicate key service"));
    assertThat(
            problems(
                SpecFile.read(
                    file("rollout.json", JSON.replaceFirst("\\{", "{\"service\": \"chat\",")))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.rule()).contains("Duplicate field 'service'"));
  }

  @Test
  void refusesWhatStandsAfterTheSpec() throws IOException {
    assertThat(problems(SpecFile.read(file("rollout.json", JSON + "{}")))).hasSize(1);
    assertThat(problems(SpecFile.read(file("rollout.yaml", YAML + "---\nservice: chat\n"))))
        .hasSize(1);
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThat(problems(SpecFile.read(folder.resolve("nowhere.yaml"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.rule()).startsWith("must be readable, got"));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static SpecFile valid(Checked<SpecFile> checked) {
    return checked instanceof Checked.Valid<SpecFile> valid
        ? valid.value()
        : fail("must be valid, got " + checked);
  }

  private static List<Problem> problems(Checked<SpecFile> checked) {
    return checked instanceof Checked.Invalid<SpecFile> invalid
        ? invalid.problems()
        : fail("must be invalid, got " + checked);
  }
}
