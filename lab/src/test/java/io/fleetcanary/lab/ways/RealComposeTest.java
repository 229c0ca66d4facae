package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker-compose.temporal.yml} runs once before the worker, on a real server. */
@Tag("real")
@Timeout(120)
class RealComposeTest {
  @Test
  void createsTheNamespaceAndItsSearchAttributesOnceAndAgain(@TempDir Path folder) {
    try (TemporalServer server =
        TemporalServer.start(Parts.installed().program("temporal"), folder)) {
      Shell shell = Shell.withTemporalsOwn(folder.resolve("checkout"), server.address());
      String script = "export TEMPORAL_NAMESPACE=fleet\nset -eu\n" + script();

      shell.succeeds(script);
      shell.succeeds(script);

      assertThat(shell.succeeds("temporal operator search-attribute list -n fleet"))
          .containsPattern("RolloutService +Keyword")
          .containsPattern("RolloutRevision +Keyword")
          .containsPattern("RolloutPhase +Keyword")
          .containsPattern("RolloutNeedsApproval +Bool");
    }
  }

  private static String script() {
    List<?> command =
        (List<?>) Objects.requireNonNull(Compose.service("temporal-namespace").get("command"));
    return String.valueOf(command.getFirst()).replace("$$", "$");
  }
}
