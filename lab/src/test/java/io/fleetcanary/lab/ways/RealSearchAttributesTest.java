package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.planning.TemporalSearch;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.worker.temporal.SearchAttributeSetup;
import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.fleetcanary.workflow.search.SearchActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
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

  /** To set one of another type would hold up every rollout; it is somebody's, so it stays. */
  @Test
  void leavesOneOfAnotherTypeAloneAndDoesWithoutIt(@TempDir Path folder) {
    try (TemporalServer server =
        TemporalServer.startBare(Parts.installed().program("temporal"), folder)) {
      TemporalConnection connection =
          TemporalConnection.plain(server.address(), TemporalConnection.DEFAULT_NAMESPACE);
      String phase = RolloutAttributes.PHASE.getName();
      IndexedValueType wrong = IndexedValueType.INDEXED_VALUE_TYPE_INT;
      try (var registry =
          new SearchAttributeRegistry(connection.options().build(), connection.namespace())) {
        registry.create(new TreeMap<>(Map.of(phase, wrong)));

        new SearchAttributeSetup(connection).run();

        assertThat(registry.existing()).containsEntry(phase, wrong);
      }
      assertThat(asked(connection).names())
          .hasSize(RolloutAttributes.all().size() - 1)
          .doesNotContain(phase);
    }
  }

  /** What a rollout is told. */
  private static SearchActivities.Existing asked(TemporalConnection connection) {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    WorkerFactory workers = WorkerFactory.newInstance(connection.client(stubs));
    try {
      Worker worker = workers.newWorker("search");
      worker.registerWorkflowImplementationTypes(AskWorkflow.class);
      worker.registerActivitiesImplementations(new TemporalSearch());
      workers.start();
      WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue("search").build();
      return connection.client(stubs).newWorkflowStub(Ask.class, options).run();
    } finally {
      workers.shutdownNow();
      stubs.shutdownNow();
    }
  }

  /** Asks as a rollout does. */
  @WorkflowInterface
  public interface Ask {
    @WorkflowMethod(name = "Ask")
    SearchActivities.Existing run();
  }

  /** Asks, and returns the answer. */
  public static final class AskWorkflow implements Ask {
    @Override
    public SearchActivities.Existing run() {
      return Workflow.newActivityStub(
              SearchActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build())
          .existing();
    }
  }
}
