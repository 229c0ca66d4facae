package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionReaderTest {
  private static final String DIGEST = "@sha256:" + "0a".repeat(32);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                          | revision: must be given; say what is new: name, and image, env or args
          'v2'                        | revision: must be an object, got "v2"; write its fields
          {env: {A: 'b'}}             | revision.name: must be given; say what people call it
          {name: 2026.11, env: {A: 'b'}} | revision.name: must be text, got the number 2026.11; write it in quotes
          {name: 'v 2', env: {A: 'b'}} | revision.name: must be a label value of 1 to 63 characters, got "v 2"; use letters, digits, '-', '_' and '.', with a letter or digit at both ends
          {name: 'v2'}                | revision: must change something; give at least one of image, env and args
          {name: 'v2', image: null, env: null, args: null} | revision: must change something; give at least one of image, env and args
          {name: 'v2', image: 'vllm:latest'} | revision.image: must be an image by digest, got "vllm:latest"; write it as <repository>@sha256:<64 hex digits>
          {name: 'v2', image: 'vllm@sha256:abc'} | revision.image: must be an image by digest, got "vllm@sha256:abc"; write it as <repository>@sha256:<64 hex digits>
          {name: 'v2', env: {}}       | revision.env: must name a variable; add one, or leave it out
          {name: 'v2', env: ['A=b']}  | revision.env: must be an object, got a list; write its fields
          {name: 'v2', env: {'9A': 'b'}} | revision.env.9A: must be the name of an environment variable; use letters, digits, '_', '-' and '.', not starting with a digit
          {name: 'v2', env: {'A B': 'b'}} | revision.env["A B"]: must be the name of an environment variable; use letters, digits, '_', '-' and '.', not starting with a digit
          {name: 'v2', env: {TOKEN: 1234}} | revision.env.TOKEN: must be text; write it in quotes
          {name: 'v2', env: {TOKEN: null}} | revision.env.TOKEN: must be text; write it in quotes
          {name: 'v2', args: '--x'}   | revision.args: must be a list of arguments, got "--x"; write it as a list
          {name: 'v2', args: ['--port', 80]} | revision.args[1]: must be text; write it in quotes
          {name: 'v2', container: 'a/b', args: ['-x']} | revision.container: must be a DNS label of at most 63 characters, got "a/b"; use lower-case letters, digits and '-', with a letter or digit at both ends
          {name: 'v2', args: ['-x'], tag: '1'} | revision.tag: is not a field here; remove it, or use one of name, image, container, env, args
          """)
  void refuses(String json, String problem) {
    assertThat(Specs.problems(Specs.with("revision", json))).containsExactly(problem);
  }

  @DisplayName("S67: the version is pinned at the start")
  @ParameterizedTest
  @ValueSource(
      strings = {"vllm", "library/vllm", "registry.example/a/b_c.d", "r.example:5000/vllm:v0.9"})
  void takesImagesByDigest(String repository) {
    String json = "{name: 'v2', image: '" + repository + DIGEST + "'}";

    assertThat(Specs.problems(Specs.with("revision", json))).isEmpty();
  }

  @Test
  void takesAnEmptyArgumentListAsTheWishToRemoveThem() {
    RolloutSpec spec = Specs.valid(Specs.with("revision", "{name: 'v2', args: []}"));

    assertThat(spec.revision().args()).isEqualTo(List.of());
  }

  @Test
  void takesEmptyValuesOfVariablesAndArguments() {
    String json = "{name: 'v2', env: {A: ''}, args: ['']}";

    RolloutSpec spec = Specs.valid(Specs.with("revision", json));

    assertThat(spec.revision().env()).containsEntry("A", "");
    assertThat(spec.revision().args()).isEqualTo(List.of(""));
  }
}
