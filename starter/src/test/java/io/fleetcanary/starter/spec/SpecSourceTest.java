package io.fleetcanary.starter.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.starter.server.RolloutName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecSourceTest {
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
    SpecFile yaml = valid(SpecSource.of(file("rollout.yaml", YAML)));
    SpecFile json = valid(SpecSource.of(file("rollout.json", JSON)));

    assertThat(yaml.spec()).isEqualTo(json.spec());
    assertThat(yaml.tree()).isEqualTo(json.tree());
    assertThat(yaml.rollout()).isEqualTo(new RolloutName("inference", "chat"));
    assertThat(yaml.summary()).isEqualTo("chat 2026.11.3");
  }

  @Test
  void takesNoWordForTrueOrFalse() throws IOException {
    SpecFile spec = valid(SpecSource.of(file("rollout.yaml", YAML.replace("s3://models", "no"))));

    assertThat(spec.spec().revision().env()).containsEntry("MODEL_URI", "no");
  }

  @Test
  void takesNoVersionForANumber() throws IOException {
    List<String> problems =
        problems(SpecSource.of(file("rollout.yaml", YAML.replace("\"2026.11.3\"", "2026.10"))));

    assertThat(problems)
        .containsExactly(
            "rollout.yaml:3:12: revision.name: must be text, got the number 2026.1; write it in quotes");
  }

  @Test
  void refusesAFieldWrittenTwiceBesideAllElseThatIsWrong() throws IOException {
    String twice = YAML.replace("parallel: 2", "parallel: 2, \"parallel\": 0") + "service: Chat\n";

    List<String> problems = problems(SpecSource.of(file("rollout.yaml", twice)));

    assertThat(problems)
        .containsExactly(
            "rollout.yaml:5:43: waves[0].parallel: must be written once, got it again in line 5,"
                + " column 43; remove one",
            "rollout.yaml:5:43: waves[0].parallel: must be a whole number from 1 to 2000, got the"
                + " number 0; write a number without quotes, unit or fraction",
            "rollout.yaml:6:1: service: must be written once, got it again in line 6, column 1;"
                + " remove one",
            "rollout.yaml:6:1: service: must be a DNS label of at most 56 characters, so that -canary fits on it, got"
                + " \"Chat\"; use lower-case letters, digits and '-', with a letter or digit at both"
                + " ends");
  }

  @Test
  void refusesAFieldWrittenTwiceInJson() throws IOException {
    String twice = JSON.replaceFirst("\\{", "{\"service\": \"chat\",");

    assertThat(problems(SpecSource.of(file("rollout.json", twice))))
        .containsExactly(
            "rollout.json:1:29: spec: must be JSON, got: Duplicate field 'service'; correct it there");
  }

  @Test
  void refusesWhatIsNoYaml() throws IOException {
    assertThat(problems(SpecSource.of(file("rollout.yaml", "service: chat\nwaves: [a: b: c]\n"))))
        .containsExactly(
            "rollout.yaml:2:13: spec: must be YAML, got: expected ',' or ']', but got :; check"
                + " indentation, quotes and brackets there");
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 3000, 100_000})
  void refusesWhatIsNestedTooDeepForAnyParser(int depth) throws IOException {
    String deep = "waves: " + "[".repeat(depth - 1) + "]".repeat(depth - 1);

    assertThat(problems(SpecSource.of(file("rollout.yaml", deep))))
        .containsExactly("rollout.yaml:1:27: spec: must be nested at most 20 deep; flatten it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"waves: &a [*a]\n", "waves: &a [{name: *a}]\n"})
  void refusesWhatStandsInItself(String spec) throws IOException {
    assertThat(problems(SpecSource.of(file("rollout.yaml", spec))))
        .containsExactly("rollout.yaml:1:1: spec: must be nested at most 20 deep; flatten it");
  }

  @Test
  void pointsAtTheFieldInJson() throws IOException {
    String wrong = JSON.replace("\"parallel\": 2", "\"parallell\": 2, \"clusters\": [\"A\"]");

    assertThat(problems(SpecSource.of(file("rollout.json", wrong))))
        .containsExactly(
            "rollout.json:3:12: waves[0]: must have either clusters or select, got both; name"
                + " clusters, or write select: all",
            "rollout.json:3:45: waves[0].parallell: is not a field here; did you mean parallel?");
  }

  @Test
  void pointsAtWhatSomethingIsMissingIn() throws IOException {
    String wrong =
        """
        # a comment
        service: chat
        revision: {name: v2}
        waves:
          - name: a
            select: al
          - select: {"topology.kubernetes.io/zone": 1}
        """;

    assertThat(problems(SpecSource.of(file("rollout.yaml", wrong))))
        .containsExactly(
            "rollout.yaml:2:1: namespace: must be given; name its namespace",
            "rollout.yaml:3:1: revision: must change something; give at least one of image, env and"
                + " args",
            "rollout.yaml:6:5: waves[0].select: must be all or labels, got \"al\"; write all, or e.g."
                + " {region: eu}",
            "rollout.yaml:7:5: waves[1].name: must be given; its gate is called by it",
            "rollout.yaml:7:14: waves[1].select[\"topology.kubernetes.io/zone\"]: must be text, got"
                + " the number 1; write it in quotes");
  }

  @Test
  void pointsAtTheUseOfAnAlias() throws IOException {
    String wrong = YAML.replace("parallel: 2", "steps: &s [{weight: 5, bake: 1m}], bake: *s");

    assertThat(problems(SpecSource.of(file("rollout.yaml", wrong))))
        .singleElement()
        .asString()
        .startsWith("rollout.yaml:5:65: waves[0].bake: must be a duration");
  }

  @Test
  void refusesWhatStandsAfterTheSpec() throws IOException {
    assertThat(problems(SpecSource.of(file("rollout.json", JSON + "{}")))).hasSize(1);
    assertThat(problems(SpecSource.of(file("rollout.yaml", YAML + "---\nservice: chat\n"))))
        .hasSize(1);
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThat(problems(SpecSource.of(folder.resolve("nowhere.yaml"))))
        .containsExactly("nowhere.yaml: spec: must be a file, got none of this name");
  }

  @Test
  void saysThatAFolderIsNoSpec() {
    assertThat(problems(SpecSource.of(folder)))
        .singleElement()
        .asString()
        .contains(": spec: must be readable, got ");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static SpecFile valid(SpecSource source) {
    return source.checked() instanceof Checked.Valid<SpecFile> valid
        ? valid.value()
        : fail("must be valid, got " + source.faults());
  }

  /** As they are shown, without the folder. */
  private List<String> problems(SpecSource source) {
    assertThat(source.checked()).isInstanceOf(Checked.Invalid.class);
    return source.faults().stream()
        .map(fault -> fault.toString().replace(folder + "/", ""))
        .toList();
  }
}
