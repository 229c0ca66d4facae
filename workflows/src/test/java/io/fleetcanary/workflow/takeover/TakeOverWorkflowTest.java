package io.fleetcanary.workflow.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.cluster.ClusterReturnWorkflow;
import io.fleetcanary.workflow.sweep.LedgerActivities;
import io.fleetcanary.workflow.sweep.SweepActivities;
import io.fleetcanary.workflow.takeover.TakeOver.Order;
import io.fleetcanary.workflow.takeover.TakeOver.Taken;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TakeOverWorkflowTest {
  private static final ClusterPlan ONE = Plans.cluster("eu-1", OnInconclusive.HOLD);
  private static final ClusterPlan TWO = Plans.cluster("eu-2", OnInconclusive.HOLD);
  private static final List<String> NONE = List.of();

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
    central.registerWorkflowImplementationTypes(
        TakeOverWorkflow.class, ClusterReturnWorkflow.class);
    central.registerActivitiesImplementations(fleet);
    temporal
        .newWorker(TaskQueues.CENTRAL + "-rollback")
        .registerActivitiesImplementations(new WayBack());
    temporal.start();
  }

  @Test
  void hasNothingToDoWhereNobodyHoldsTheService() {
    assertThat(takeOver()).isEqualTo(new Taken(NONE, NONE, NONE, NONE));
  }

  @Test
  void takesOverWhatHasNoOpenRunAndBringsItBack() {
    fleet.held.put("eu-1", ONE);
    fleet.held.put("eu-2", TWO);

    Taken taken = takeOver();

    assertThat(taken.back())
        .containsExactlyInAnyOrder(
            "inference/chat in cluster eu-1 is as it was before rollout " + ONE.rolloutId(),
            "inference/chat in cluster eu-2 is as it was before rollout " + TWO.rolloutId());
    assertThat(fleet.trail)
        .contains("take eu-1", "withdraw eu-1 as taker", "release eu-1 as taker")
        .contains("take eu-2", "withdraw eu-2 as taker");
    assertThat(taken.left()).isEmpty();
  }

  /** Runs of one second begin with the same time, as the ids of their runs may do. */
  @Test
  void hasAnotherNameThanATakeOverOfTheSameSecond() {
    fleet.held.put("eu-1", ONE);

    takeOver();
    takeOver();

    assertThat(fleet.takers)
        .hasSize(2)
        .allSatisfy(taker -> assertThat(taker).matches("chat-\\d{14}-[0-9a-f]{4}"))
        .extracting(taker -> taker.substring(taker.lastIndexOf('-')))
        .doesNotHaveDuplicates();
  }

  @Test
  void takesNothingAnywhereWhereOneLives() {
    fleet.held.put("eu-1", ONE);
    fleet.held.put("eu-2", TWO);
    fleet.living.add("eu-2");

    Taken taken = takeOver();

    assertThat(taken.refused())
        .containsExactly(
            "inference/chat in cluster eu-2 is held by rollout "
                + TWO.rolloutId()
                + ", which is under way and not to be taken over; start with --supersede");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void takesNothingAnywhereWhereOneCannotBeLookedAt() {
    fleet.held.put("eu-1", ONE);
    fleet.unreachable.add("eu-2");

    assertThat(takeOver().refused())
        .containsExactly("cluster eu-2 cannot be reached: connection refused");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void takesNothingForASpecThatIsRefused() {
    fleet.held.put("eu-1", ONE);
    fleet.problems.add("namespace: must be one that the policy allows");

    assertThat(takeOver().refused())
        .containsExactly("namespace: must be one that the policy allows");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void saysWhatHasChangedHandsMeanwhile() {
    fleet.held.put("eu-1", ONE);
    fleet.answers.put("eu-1", new LedgerActivities.Inherited(false, false));

    assertThat(takeOver().left())
        .containsExactly(
            "inference/chat in cluster eu-1 is held by rollout "
                + ONE.rolloutId()
                + " no more: it has changed hands meanwhile; start again");
  }

  @Test
  void saysWhatSomebodyElseHasChanged() {
    fleet.held.put("eu-1", ONE);
    fleet.left = "HTTPRoute chat has lost its mark and stays";

    assertThat(takeOver().left())
        .containsExactly(
            "inference/chat in cluster eu-1 is not as it was: HTTPRoute chat has lost its mark and"
                + " stays");
  }

  @Test
  void leavesTheRevisionThatARolloutHadKept() {
    fleet.held.put("eu-1", ONE);
    fleet.answers.put("eu-1", new LedgerActivities.Inherited(true, true));
    fleet.left = "this rollout had been kept already, the new revision serves";

    Taken taken = takeOver();

    assertThat(taken.back())
        .containsExactly(
            "inference/chat in cluster eu-1 keeps the revision of rollout " + ONE.rolloutId());
    assertThat(taken.left()).isEmpty();
  }

  private Taken takeOver() {
    WorkflowStub run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "TakeOver",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CENTRAL)
                    .setWorkflowId(TakeOver.workflowId("inference", "chat"))
                    .build());
    run.start(new Order("{}", "ann", "the other installation is gone"));
    return run.getResult(Taken.class);
  }

  /** Two clusters whose ledgers say what a test wants. */
  public static final class Fleet implements PlanningActivities, SweepActivities, LedgerActivities {
    private final Map<String, ClusterPlan> held = new ConcurrentHashMap<>();
    private final Map<String, Inherited> answers = new ConcurrentHashMap<>();
    private final List<String> living = new CopyOnWriteArrayList<>();
    private final List<String> unreachable = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> trail = new CopyOnWriteArrayList<>();
    private final List<String> takers = new CopyOnWriteArrayList<>();
    private volatile String left = "";

    @Override
    public Resolution resolve(SpecText spec) {
      SurveyRequest survey =
          new SurveyRequest(
              ONE.cluster(),
              "inference",
              "chat",
              ONE.rules().workload(),
              ONE.rules().route(),
              "",
              "",
              List.of());
      return problems.isEmpty()
          ? new Resolution.Selected("", survey, List.of(ONE.cluster(), TWO.cluster()))
          : new Resolution.Refused(problems);
    }

    @Override
    public Planning plan(PlanRequest request) {
      throw new IllegalStateException("nothing is planned");
    }

    @Override
    public Targets targets() {
      return new Targets(List.of());
    }

    @Override
    public Held living(Held all) {
      return new Held(
          all.services().stream().filter(plan -> living.contains(plan.cluster().name())).toList(),
          List.of());
    }

    @Override
    public Held held(Where where) {
      throw new IllegalStateException("others are not looked at");
    }

    @Override
    public Held heldOf(OneService service) {
      ClusterTarget cluster = service.cluster();
      if (unreachable.contains(cluster.name())) {
        throw ApplicationFailure.newFailure("connection refused", "Unreachable");
      }
      return new Held(
          held.containsKey(cluster.name()) ? List.of(held.get(cluster.name())) : List.of(),
          List.of());
    }

    @Override
    public Inherited take(Taking taking) {
      String cluster = taking.held().cluster().name();
      trail.add("take " + cluster);
      takers.add(taking.taker());
      return answers.getOrDefault(cluster, new Inherited(true, false));
    }

    @Override
    public Removal remove(Stray stray) {
      throw new IllegalStateException("a take-over sweeps nothing up");
    }
  }

  /** Everything comes back at once, in the name of who has taken it over. */
  private final class WayBack implements RollbackActivities {
    @Override
    public void withdraw(ClusterPlan plan) {
      note("withdraw", plan);
    }

    @Override
    public void turnBack(ClusterPlan plan) {
      note("turn back", plan);
    }

    @Override
    public Restored restore(ClusterPlan plan) {
      note("restore", plan);
      return new Restored(true, fleet.left);
    }

    @Override
    public void release(Release order) {
      note("release", order.plan());
    }

    private void note(String call, ClusterPlan plan) {
      boolean owner = plan.rolloutId().equals(ONE.rolloutId());
      boolean taker = plan.rolloutId().matches("chat-\\d{14}-[0-9a-f]{4}");
      String who = owner ? " as owner" : taker ? " as taker" : " as " + plan.rolloutId();
      fleet.trail.add(call + " " + plan.cluster().name() + who);
    }
  }
}
