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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void refusesAFieldWrittenTwiceBesideAllElseThatIsWrong() throws IOException {
    String twice = YAML.replace("parallel: 2", "parallel: 2, \"parallel\": 0") + "service: Chat\n";

    List<Problem> problems = problems(SpecFile.read(file("rollout.yaml", twice)));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "waves[0].parallel: must be written once, got it again in line 5, column 43; remove one",
            "service: must be written once, got it again in line 6, column 1; remove one",
            "service: must be a DNS label of at most 56 characters, so that -canary fits on it, got"
                + " \"Chat\"; use lower-case letters, digits and '-', with a letter or digit at both"
                + " ends",
            "waves[0].parallel: must be a whole number from 1 to 2000, got the number 0; write a"
                + " number without quotes, unit or fraction");
  }

  @Test
  void refusesAFieldWrittenTwiceInJson() throws IOException {
    String twice = JSON.replaceFirst("\\{", "{\"service\": \"chat\",");

    assertThat(problems(SpecFile.read(file("rollout.json", twice))))
        .extracting(Problem::toString)
        .containsExactly(
            "line 1, column 29: must be JSON, got: Duplicate field 'service'; correct it there");
  }

  @Test
  void refusesWhatIsNoYaml() throws IOException {
    assertThat(problems(SpecFile.read(file("rollout.yaml", "service: chat\nwaves: [a: b: c]\n"))))
        .extracting(Problem::toString)
        .containsExactly(
            "line 2, column 13: must be YAML, got: expected ',' or ']', but got :; check"
                + " indentation, quotes and brackets there");
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 3000, 100_000})
  void refusesWhatIsNestedTooDeepForAnyParser(int depth) throws IOException {
    String deep = "waves: " + "[".repeat(depth - 1) + "]".repeat(depth - 1);

    assertThat(problems(SpecFile.read(file("rollout.yaml", deep))))
        .extracting(Problem::toString)
        .containsExactly("line 1, column 27: must be nested at most 20 deep; flatten it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"waves: &a [*a]\n", "waves: &a [{name: *a}]\n"})
  void refusesWhatStandsInItself(String spec) throws IOException {
    assertThat(problems(SpecFile.read(file("rollout.yaml", spec))))
        .extracting(Problem::toString)
        .containsExactly("spec: must be nested at most 20 deep; flatten it");
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
        .extracting(Problem::toString)
        .containsExactly("spec: must be a file, got none of this name");
  }

  @Test
  void saysThatAFolderIsNoSpec() {
    assertThat(problems(SpecFile.read(folder)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.rule()).startsWith("must be readable, got "));
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
