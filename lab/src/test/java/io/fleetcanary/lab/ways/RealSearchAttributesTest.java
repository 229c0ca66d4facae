package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.worker.temporal.SearchAttributeSetup;
import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.search.RolloutAttributes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker does to a real server that knows nothing of rollouts yet. */
@Tag("real")
@Timeout(120)
class RealSearchAttributesTest {
  @Test
  void createsWhatIsMissingAndLeavesTheRestAlone(@TempDir Path folder) {
    try (TemporalServer server =
        TemporalServer.startBare(Parts.installed().program("temporal"), folder)) {
      TemporalConnection connection =
          TemporalConnection.plain(server.address(), TemporalConnection.DEFAULT_NAMESPACE);
      try (var registry =
          new SearchAttributeRegistry(connection.options().build(), connection.namespace())) {
        Set<String> before = registry.existing().keySet();
        String one = RolloutAttributes.PHASE.getName();
        registry.create(new TreeMap<>(Map.of(one, RolloutAttributes.all().get(one))));

        new SearchAttributeSetup(connection).run();
        new SearchAttributeSetup(connection).run();

        assertThat(before).doesNotContainAnyElementsOf(RolloutAttributes.all().keySet());
        assertThat(registry.existing().keySet()).containsAll(before);
        assertThat(registry.existing()).containsAllEntriesOf(RolloutAttributes.all());
      }
    }
  }
}
