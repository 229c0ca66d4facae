package io.fleetcanary.workflow.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.cluster.ClusterReturnWorkflow;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepWorkflowTest {
  private static final ClusterPlan ONE = Plans.cluster("eu-1", OnInconclusive.HOLD);
  private static final ClusterPlan TWO = Plans.cluster("eu-2", OnInconclusive.HOLD);
  private static final String HELD =
      "inference/chat in cluster %s is held by rollout "
          + ONE.rolloutId()
          + ", which has no open run";

  private final Fleet fleet = new Fleet();

  @AutoClose
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  @BeforeEach
  void start() {
    Worker central = temporal.newWorker(TaskQueues.CENTRAL);
    central.registerWorkflowImplementationTypes(SweepWorkflow.class, ClusterReturnWorkflow.class);
    central.registerActivitiesImplementations(fleet);
    temporal
        .newWorker(TaskQueues.CENTRAL + "-rollback")
        .registerActivitiesImplementations(fleet.wayBack());
    temporal.start();
  }

  @Test
  void findsNothingAndDoesNotWait() {
    assertThat(sweep(Policy.RESTORE))
        .isEqualTo(new Swept(List.of("eu-1", "eu-2"), List.of(), List.of(), List.of()));
  }

  @Test
  void tellsOfAServiceThatNobodyLooksAfter() {
    fleet.held.put("eu-1", List.of(ONE));

    assertThat(sweep(Policy.TELL).told())
        .containsExactly(HELD.formatted("eu-1") + "; bring it back with fleetcanary restore");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void bringsItBackWhereThatIsThePolicy() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.held.put("eu-2", List.of(TWO));

    Swept swept = sweep(Policy.RESTORE);

    assertThat(swept.restored())
        .containsExactly(
            HELD.formatted("eu-1") + "; it comes back in run rollout/inference/chat/eu-1",
            HELD.formatted("eu-2") + "; it comes back in run rollout/inference/chat/eu-2");
    awaitBack("eu-1");
    awaitBack("eu-2");
    assertThat(fleet.trail).contains("withdraw eu-1", "release eu-1", "withdraw eu-2");
  }

  @Test
  void leavesWhatHasAnOpenRunAlone() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.held.put("eu-2", List.of(TWO));
    fleet.living.add(ONE.cluster().name());

    assertThat(sweep(Policy.RESTORE).restored()).hasSize(1);

    awaitBack("eu-2");
    assertThat(fleet.trail).noneMatch(line -> line.endsWith("eu-1"));
  }

  @Test
  void leavesAloneWhatIsLetGoOfMeanwhile() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.letGoAfterTheFirstLook = true;

    assertThat(sweep(Policy.RESTORE))
        .isEqualTo(new Swept(List.of("eu-1", "eu-2"), List.of(), List.of(), List.of()));
  }

  @Test
  void saysWhichClusterCannotBeLookedAt() {
    fleet.unreachable.add("eu-2");

    assertThat(sweep(Policy.TELL).unseen())
        .containsExactly("held failed: API server cannot be reached, cluster eu-2");
  }

  @Test
  void tellsOfAnOrphanThatCannotBeLookedAtAgain() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.goneAfterTheFirstLook = true;

    Swept swept = sweep(Policy.RESTORE);

    assertThat(swept.looked()).containsExactly("eu-1", "eu-2");
    assertThat(swept.told())
        .containsExactly(
            HELD.formatted("eu-1")
                + "; it could not be looked at again: held failed: API server cannot be reached,"
                + " cluster eu-1");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void tellsOfALedgerThatCannotBeRead() {
    fleet.unreadable.put("eu-2", List.of("inference/chat"));

    assertThat(sweep(Policy.RESTORE).told())
        .containsExactly("inference/chat in cluster eu-2 has a ledger that cannot be read");
  }

  @Test
  void doesNotBringBackTwiceAtOnce() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.blocked = true;
    sweep(Policy.RESTORE);

    assertThat(sweep(Policy.RESTORE).restored()).isEmpty();
    fleet.blocked = false;
    awaitBack("eu-1");
  }

  private Swept sweep(Policy policy) {
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

  private void awaitBack(String cluster) {
    temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub("rollout/inference/chat/" + cluster)
        .getResult(Object.class);
  }

  /** Two clusters whose ledgers say what a test wants. */
  public static final class Fleet implements SweepActivities, LedgerActivities {
    private final Map<String, List<ClusterPlan>> held = new ConcurrentHashMap<>();
    private final List<String> living = new CopyOnWriteArrayList<>();
    private final List<String> unreachable = new CopyOnWriteArrayList<>();
    private final List<String> trail = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> unreadable = new ConcurrentHashMap<>();
    private volatile boolean letGoAfterTheFirstLook;
    private volatile boolean goneAfterTheFirstLook;
    private volatile boolean blocked;

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
        throw ApplicationFailure.newFailure("API server cannot be reached", "Unreachable");
      }
      List<ClusterPlan> services = held.getOrDefault(cluster, List.of());
      if (letGoAfterTheFirstLook) {
        held.remove(cluster);
      }
      if (goneAfterTheFirstLook) {
        unreachable.add(cluster);
      }
      return new Held(services, unreadable.getOrDefault(cluster, List.of()));
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
