package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class PlanTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @TempDir private Path folder;

  @Test
  void showsThePlan() {
    Typed typed = TEMPORAL.type("plan", CommandLineFixture.SPEC);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("plan.txt"), ""));
  }

  @Test
  void showsThePlanToAScript() {
    Typed typed = TEMPORAL.type("plan", CommandLineFixture.SPEC, "-o", "json");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("plan.json"), ""));
  }

  @Test
  void warnsOfWhatTheSpecHardlyMeans() throws IOException {
    String spec = Files.readString(Path.of(CommandLineFixture.SPEC));
    Path unmeasured = folder.resolve("unmeasured.yaml");
    Files.writeString(unmeasured, spec.substring(0, spec.indexOf("analysis:")));

    Typed typed = TEMPORAL.type("plan", unmeasured.toString());

    assertThat(typed.out())
        .endsWith(
            """
            warning: eu-1: a NetworkPolicy applies to stable only
            warning: analysis.metrics: should have a metric that counts requests, without one every bake ends inconclusive; add one with bad and of, or with a histogram
            """);
  }

  @Test
  void saysWhyThereIsNoPlan() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("impossible.yaml"),
            Files.readString(Path.of(CommandLineFixture.SPEC)).replace("2026.11.3", "impossible"));

    Typed typed = TEMPORAL.type("plan", spec.toString());

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "cluster eu-1: must have room for 1 more pod, got 0 free GPUs; add a node\n",
                ""));
  }
}
