package io.fleetcanary.workflow.bench;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.cluster.ClusterReturnWorkflow;
import io.fleetcanary.workflow.cluster.ClusterRolloutWorkflow;
import io.fleetcanary.workflow.fleet.FleetRolloutWorkflow;
import io.fleetcanary.workflow.journal.KeepJournalWorkflow;
import io.fleetcanary.workflow.notification.NotifyWorkflow;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.fleetcanary.workflow.pool.EvidencePoolWorkflow;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Both workflows on an in-process server that skips time, with a fake fleet behind them. */
public final class Bench implements BeforeEachCallback, AfterEachCallback {
  public static final String ID = FleetRollout.workflowId("inference", "chat");

  /** Ann's, of the wave {@code first}. */
  public static final Map<String, String> APPROVAL =
      Map.of("gate", "first", "digest", Plans.DIGEST, "by", "ann", "reason", "fine");

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final String POOL = EvidencePool.workflowId("inference", "chat");

  private final Class<? extends ClusterRollout> cluster;
  private TestWorkflowEnvironment server;
  private TestTime time;
  private FakeFleet fleet;
  private FakeJournal journal;
  private FakePeople people;

  public Bench() {
    this(ClusterRolloutWorkflow.class);
  }

  /** Clusters that are rolled out otherwise. */
  public Bench(Class<? extends ClusterRollout> cluster) {
    this.cluster = cluster;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server = TestWorkflowEnvironment.newInstance(options());
    time = new TestTime(server.getWorkflowServiceStubs());
    fleet = new FakeFleet(time);
    journal = new FakeJournal();
    people = new FakePeople();
    Worker central = server.newWorker(TaskQueues.CENTRAL, quick());
    central.registerWorkflowImplementationTypes(
        FleetRolloutWorkflow.class,
        ClusterReturnWorkflow.class,
        EvidencePoolWorkflow.class,
        KeepJournalWorkflow.class,
        NotifyWorkflow.class,
        cluster);
    central.registerActivitiesImplementations(fleet, journal, people);
    server
        .newWorker(TaskQueues.CENTRAL + "-rollback", quick())
        .registerActivitiesImplementations(fleet.wayBack());
    server.start();
  }

  private static TestEnvironmentOptions options() {
    TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
    RolloutAttributes.all().forEach(options::registerSearchAttribute);
    return options
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder()
                .setDataConverter(Payloads.converter())
                .setIdentity("bench")
                .build())
        .setWorkerFactoryOptions(
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new NoHeartbeats())
                .setUsingVirtualWorkflowThreads(true)
                .build())
        .build();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.close();
  }

  public FakeFleet fleet() {
    return fleet;
  }

  public FakeJournal journal() {
    return journal;
  }

  public FakePeople people() {
    return people;
  }

  public FakeCluster cluster(String name) {
    return fleet.cluster(name);
  }

  public AuditTrail trail() {
    return fleet.trail();
  }

  public TestWorkflowEnvironment server() {
    return server;
  }

  /** Starts a fleet rollout under its right id. */
  public Run startFleet() {
    return startFleet(options(ID));
  }

  public Run startFleet(WorkflowOptions options) {
    return start("FleetRollout", options, Map.of("service", "chat"));
  }

  /** Starts one of a wave and a cluster that waits for approval. */
  public Run startGated() {
    fleet.plans(Plans.fleet(Plans.wave("first", Plans.approval(Duration.ZERO), "eu-1")));
    Run run = startFleet();
    passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    return run;
  }

  /** Starts a fleet rollout with whatever is typed. */
  public Run startFleetWith(Object... typed) {
    WorkflowStub stub = client().newUntypedWorkflowStub("FleetRollout", options(ID));
    stub.start(typed);
    return new Run(stub);
  }

  /** Starts a cluster rollout without a parent. */
  public Run startCluster(ClusterPlan plan) {
    return start("ClusterRollout", options(ID + "/" + plan.cluster().name()), plan);
  }

  /** Starts it with a signal that it gets before anything else. */
  public Run startClusterWith(ClusterPlan plan, String signal, Object input) {
    WorkflowStub stub =
        client()
            .newUntypedWorkflowStub("ClusterRollout", options(ID + "/" + plan.cluster().name()));
    stub.signalWithStart(signal, new Object[] {input}, new Object[] {plan});
    return new Run(stub);
  }

  public WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CENTRAL).setWorkflowId(id).build();
  }

  /** Lets time pass. */
  public void passes(Duration time) {
    server.sleep(time);
  }

  /** Lets time pass while a call waits that no worker takes. */
  public void passesWhileNobodyWorks(Duration span) {
    time.release();
    server.sleep(span);
    time.hold();
  }

  /** Lets the minutes of draining pass that lie before this line. */
  public void passesUntil(String line) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!trail().lines().contains(line)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "no \"%s\" in %s; what stands still: %s"
                .formatted(line, trail().lines(), new StandingStill(client())));
      }
      server.sleep(Duration.ofSeconds(1));
    }
  }

  /** Until the cluster's run has been told: its parent's answer to us may come sooner. */
  public void awaitSignal(String cluster, String signal) {
    child(cluster)
        .await(
            () -> history(ID + "/" + cluster).getEvents().stream().anyMatch(e -> is(e, signal)),
            "signal " + signal);
  }

  private static boolean is(HistoryEvent event, String signal) {
    return event.hasWorkflowExecutionSignaledEventAttributes()
        && event.getWorkflowExecutionSignaledEventAttributes().getSignalName().equals(signal);
  }

  public List<HistoryEvent> history(Run run) {
    return history(run.stub().getExecution().getWorkflowId()).getEvents();
  }

  public WorkflowExecutionHistory history(String workflowId) {
    return client().fetchHistory(workflowId);
  }

  /** A watch tells the rollout's pool what it has seen. */
  public void tellsPool(PoolReport report) {
    pool().signal("report", report);
  }

  /** Run id of the pool that is open, or was. */
  public String poolRun() {
    return client().newUntypedWorkflowStub(POOL).describe().getExecution().getRunId();
  }

  public void awaitPoolClosed() {
    new Run(pool())
        .await(
            () ->
                pool().describe().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED,
            "a closed pool");
  }

  /** The run that tells people of the rollout. */
  public Run notifyRun() {
    return new Run(client().newUntypedWorkflowStub(notifyRunId()));
  }

  /** Its workflow id. */
  public String notifyRunId() {
    String rollout = client().newUntypedWorkflowStub(ID).describe().getExecution().getRunId();
    return "notify/inference/chat/" + rollout;
  }

  private WorkflowStub pool() {
    return client().newUntypedWorkflowStub(POOL);
  }

  /** A rollout of a cluster that is a child of a fleet rollout. */
  public Run child(String cluster) {
    return new Run(client().newUntypedWorkflowStub(ID + "/" + cluster));
  }

  WorkflowClient client() {
    return server.getWorkflowClient();
  }

  private Run start(String type, WorkflowOptions options, Object input) {
    WorkflowStub stub = client().newUntypedWorkflowStub(type, options);
    stub.start(input);
    return new Run(stub);
  }

  /** Slow to take a busy machine for a deadlock in a workflow. */
  public static WorkerOptions patient() {
    return WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build();
  }

  /** Quick to hear of interruptions. */
  private static WorkerOptions quick() {
    return WorkerOptions.newBuilder(patient())
        .setUsingVirtualThreads(true)
        .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(2))
        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(2))
        .build();
  }
}
