package io.fleetcanary.worker.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
  @TempDir private Path folder;

  @Test
  void readsTheOneOfTheGuide() throws IOException {
    String guide = Files.readString(Path.of("../docs/policy.md"));

    Policy policy = read(guide.split("```yaml\n", 2)[1].split("```", 2)[0]);

    assertThat(policy.people().keySet()).containsExactly("ann", "bob", "ci");
    assertThat(policy.demands()).hasSize(1);
    assertThat(policy.selfApproval()).isFalse();
  }

  @Test
  void saysEveryProblemWithItsPath() {
    assertThatThrownBy(() -> read("namespaces: all\npeople: {ann: {group: [sre]}}\n"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            folder
                + """
                /policy.yaml:
                  namespaces: must be a list of names, got "all"; write it as a list
                  people.ann.group: is not a field here; did you mean groups?""");
  }

  private Policy read(String yaml) throws IOException {
    return PolicyFile.read(Files.writeString(folder.resolve("policy.yaml"), yaml));
  }
}
