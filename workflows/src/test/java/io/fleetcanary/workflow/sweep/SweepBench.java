package io.fleetcanary.workflow.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.cluster.ClusterReturnWorkflow;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import io.fleetcanary.workflow.sweep.Sweep.SweepOrder;
import io.fleetcanary.workflow.sweep.Sweep.Swept;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sweep over two clusters whose ledgers say what a test wants. */
final class SweepBench implements AutoCloseable {
  static final Swept NOTHING =
      new Swept(List.of("eu-1", "eu-2"), List.of(), List.of(), List.of(), List.of());

  final Fleet fleet = new Fleet();

  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  SweepBench() {
    Worker central = temporal.newWorker(TaskQueues.CENTRAL);
    central.registerWorkflowImplementationTypes(SweepWorkflow.class, ClusterReturnWorkflow.class);
    central.registerActivitiesImplementations(fleet);
    temporal
        .newWorker(TaskQueues.CENTRAL + "-rollback")
        .registerActivitiesImplementations(fleet.wayBack());
    temporal.start();
  }

  Swept sweep(Policy policy) {
    WorkflowStub sweep =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Sweep",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CENTRAL)
                    .setWorkflowId(Sweep.SCHEDULE)
                    .build());
    sweep.start(new SweepOrder(List.of("inference"), Duration.ofMinutes(10), policy));
    return sweep.getResult(Swept.class);
  }

  void awaitBack(String cluster) {
    temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub("rollout/inference/chat/" + cluster)
        .getResult(Object.class);
  }

  @Override
  public void close() {
    temporal.close();
  }

  /** Two clusters whose ledgers say what a test wants. */
  public static final class Fleet implements SweepActivities, LedgerActivities {
    final Map<String, List<ClusterPlan>> held = new ConcurrentHashMap<>();
    final Map<String, List<Stray>> strays = new ConcurrentHashMap<>();
    final List<String> living = new CopyOnWriteArrayList<>();
    final List<String> unreachable = new CopyOnWriteArrayList<>();
    final List<String> trail = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> unreadable = new ConcurrentHashMap<>();
    volatile boolean letGoAfterTheFirstLook;
    volatile boolean goneAfterTheFirstLook;
    volatile boolean blocked;
    volatile boolean claimed;

    RollbackActivities wayBack() {
      return new WayBack();
    }

    @Override
    public Targets targets() {
      return new Targets(
          List.of(
              new ClusterTarget("eu-1", TaskQueues.CENTRAL),
              new ClusterTarget("eu-2", TaskQueues.CENTRAL)));
    }

    @Override
    public Held living(Held all) {
      return new Held(
          all.services().stream().filter(plan -> living.contains(plan.cluster().name())).toList(),
          List.of());
    }

    @Override
    public Held held(Where where) {
      String cluster = where.cluster().name();
      assertThat(where.namespaces()).containsExactly("inference");
      if (unreachable.contains(cluster)) {
        throw ApplicationFailure.newFailure("connection refused", "Unreachable");
      }
      List<ClusterPlan> services = held.getOrDefault(cluster, List.of());
      List<Stray> left = strays.getOrDefault(cluster, List.of());
      if (letGoAfterTheFirstLook) {
        held.remove(cluster);
        strays.remove(cluster);
      }
      if (goneAfterTheFirstLook) {
        unreachable.add(cluster);
      }
      return new Held(services, unreadable.getOrDefault(cluster, List.of()), left);
    }

    @Override
    public Removal remove(Stray stray) {
      if (blocked) {
        throw ApplicationFailure.newFailure("not yet", "Blocked");
      }
      trail.add("remove " + stray.kind() + " " + stray.name());
      return new Removal(!claimed);
    }

    @Override
    public Held heldOf(OneService service) {
      throw new IllegalStateException("a sweep looks at all");
    }

    @Override
    public Inherited take(Taking taking) {
      throw new IllegalStateException("a sweep takes nothing over");
    }

    /** Everything is as it should be at once. */
    private final class WayBack implements RollbackActivities {
      @Override
      public void withdraw(ClusterPlan plan) {
        if (blocked) {
          throw ApplicationFailure.newFailure("not yet", "Blocked");
        }
        trail.add("withdraw " + plan.cluster().name());
      }

      @Override
      public void turnBack(ClusterPlan plan) {
        trail.add("turn back " + plan.cluster().name());
      }

      @Override
      public Restored restore(ClusterPlan plan) {
        trail.add("restore " + plan.cluster().name());
        return new Restored(true, "");
      }

      @Override
      public void release(Release order) {
        trail.add("release " + order.plan().cluster().name());
      }
    }
  }
}
