package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fleetcanary.activity.survey.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RightsDocTest {
  private static final Path FILE = Path.of("..", "docs", "rights.yaml");

  @Test
  void tellsToGrantWhatIsNeededAndNoMore() throws IOException {
    String first = Files.readString(FILE).split("\n---\n", 2)[0];
    Role role = new KubernetesSerialization().unmarshal(first, Role.class);

    Stream<Right> granted = role.getRules().stream().flatMap(RightsDocTest::rights);

    assertThat(granted)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Right.needed(), Right.wanted(), Right.sparing(), Right.swept())
                .flatMap(List::stream)
                .toList());
  }

  private static Stream<Right> rights(PolicyRule rule) {
    return rule.getResources().stream()
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .map(verb -> new Right(rule.getApiGroups().getFirst(), resource, verb)));
  }
}
