package io.fleetcanary.workflow.flow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.workflow.AnalysisActivities;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.ClusterReturn;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.SurveyActivities;
import io.fleetcanary.workflow.TrafficActivities;
import io.fleetcanary.workflow.WorkloadActivities;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.fleetcanary.workflow.search.SearchActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Every timeout and every retry of every call. Forward calls may give up; the way back never does.
 */
public final class Stubs {
  /**
   * A cluster with a queue of its own whose worker takes no work for this long has none. With the
   * time in which a lost worker is noticed that is within a minute of its loss.
   */
  private static final Duration NO_WORKER = Duration.ofSeconds(45);

  /** A lost worker is noticed after this; also bounds the gap in watching. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** The same of a shift, which gives no sign of life before it has written all routes. */
  private static final Duration SHIFT_HEARTBEAT = Duration.ofMinutes(1);

  /** Going forward, a call that has not ended after this long is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Time for outages on top of what a long call may take by itself. */
  private static final Duration SLACK = Duration.ofMinutes(15);

  /** Stands for no limit: the server wants one, the heartbeat is what guards the call. */
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  /**
   * Somebody waits to hear that a cluster cannot be reached, and nothing has been touched: with
   * connections given up after 3 s and calls after 10 s, it is said within about 30 s.
   */
  private static final int SURVEYS = 3;

  /**
   * What goes forward is given up so often before anybody hears of it: after 10 s where connections
   * are refused, 20 s where they are not answered, 50 s where calls are not. Whoever asked goes on.
   */
  private static final RetryOptions SAID_SOON =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2.5)
          .setMaximumAttempts(4)
          .build();

  private static final int SUMMARY_BYTES = 200;

  private Stubs() {}

  public static PlanningActivities planning(String summary) {
    return Workflow.newActivityStub(
        PlanningActivities.class, calls(summary).setScheduleToCloseTimeout(PATIENCE).build());
  }

  /** Nobody waits for it, and a rollout does without. */
  public static SearchActivities search() {
    return Workflow.newActivityStub(
        SearchActivities.class,
        calls("which search attributes there are")
            .setStartToCloseTimeout(Duration.ofSeconds(10))
            .setScheduleToCloseTimeout(Duration.ofSeconds(30))
            .build());
  }

  public static SurveyActivities survey(ClusterTarget cluster) {
    return Workflow.newActivityStub(
        SurveyActivities.class,
        forward(cluster, "survey " + cluster.name())
            .setScheduleToCloseTimeout(Duration.ofMinutes(5))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setMaximumAttempts(SURVEYS)
                    .build())
            .build());
  }

  /** Short changes of pods: claim, promote, empty. */
  public static WorkloadActivities workloads(ClusterPlan plan, String summary) {
    return Workflow.newActivityStub(
        WorkloadActivities.class,
        forward(plan.cluster(), summary)
            .setScheduleToCloseTimeout(PATIENCE)
            .setRetryOptions(SAID_SOON)
            .build());
  }

  /** Pods that take their time to load a model; the activity itself judges {@code readyWithin}. */
  public static WorkloadActivities pods(ClusterPlan plan, String summary) {
    Duration limit = plan.rules().readyWithin().plus(SLACK);
    return Workflow.newActivityStub(
        WorkloadActivities.class,
        forward(plan.cluster(), summary)
            .setHeartbeatTimeout(HEARTBEAT)
            .setStartToCloseTimeout(limit)
            .setScheduleToCloseTimeout(limit)
            .setRetryOptions(SAID_SOON)
            .build());
  }

  public static TrafficActivities traffic(ClusterPlan plan, String summary) {
    return Workflow.newActivityStub(
        TrafficActivities.class,
        forward(plan.cluster(), summary)
            .setHeartbeatTimeout(SHIFT_HEARTBEAT)
            .setStartToCloseTimeout(Duration.ofMinutes(5))
            .setScheduleToCloseTimeout(PATIENCE)
            .setRetryOptions(SAID_SOON)
            .build());
  }

  public static AnalysisActivities analysis(ClusterPlan plan, Until until, String summary) {
    Duration limit =
        switch (until) {
          case Until.Baked baked -> baked.bake().plus(SLACK);
          case Until.Promoted promoted -> promoted.within().plus(SLACK);
          case Until.Cancelled cancelled -> NO_LIMIT;
        };
    return Workflow.newActivityStub(
        AnalysisActivities.class,
        forward(plan.cluster(), summary)
            .setHeartbeatTimeout(HEARTBEAT)
            .setStartToCloseTimeout(limit)
            .setScheduleToCloseTimeout(limit)
            .build());
  }

  /** Keeping goes forward on the cluster's queue, but like the way back it must come to its end. */
  public static WorkloadActivities keeping(ClusterPlan plan, Patience patience) {
    return Workflow.newActivityStub(
        WorkloadActivities.class,
        steadfast(plan.cluster(), plan.cluster().taskQueue(), patience)
            .setSummary(summary("keep in " + plan.cluster().name()))
            .build());
  }

  public static RollbackActivities rollback(ClusterPlan plan, Patience patience, String summary) {
    return Workflow.newActivityStub(
        RollbackActivities.class,
        steadfast(plan.cluster(), plan.cluster().rollbackQueue(), patience)
            .setSummary(summary(summary))
            .build());
  }

  /** Pods roll back as slowly as they rolled forward; the heartbeat notices what hangs. */
  public static RollbackActivities restoring(ClusterPlan plan, Patience patience, String summary) {
    return Workflow.newActivityStub(
        RollbackActivities.class,
        steadfast(plan.cluster(), plan.cluster().rollbackQueue(), patience)
            .setHeartbeatTimeout(patience.call())
            .setStartToCloseTimeout(plan.rules().readyWithin().plus(SLACK))
            .setSummary(summary(summary))
            .build());
  }

  /** A terminated parent asks its children to cancel: they go back by themselves. */
  public static ClusterRollout cluster(String workflowId, String summary) {
    return Workflow.newChildWorkflowStub(
        ClusterRollout.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(workflowId)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .setStaticSummary(summary(summary))
            .build());
  }

  /** It goes back whatever becomes of its parent. */
  public static ClusterReturn clusterReturn(String workflowId, String summary) {
    return Workflow.newChildWorkflowStub(
        ClusterReturn.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(workflowId)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
            .setStaticSummary(summary(summary))
            .build());
  }

  /** Its parent cancels it; when that ends by force, the server does. */
  public static EvidencePool pool(RolloutPlan plan) {
    return Workflow.newChildWorkflowStub(
        EvidencePool.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(EvidencePool.workflowId(plan.namespace(), plan.service()))
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .setStaticSummary(summary("evidence of all clusters, " + plan.revision().name()))
            .build());
  }

  private static ActivityOptions.Builder forward(ClusterTarget cluster, String summary) {
    ActivityOptions.Builder options = calls(summary).setTaskQueue(cluster.taskQueue());
    return hasQueueOfItsOwn(cluster) ? options.setScheduleToStartTimeout(NO_WORKER) : options;
  }

  /** On our own queue a missing worker cannot be told from a missing workflow worker. */
  private static boolean hasQueueOfItsOwn(ClusterTarget cluster) {
    return !cluster.taskQueue().equals(Workflow.getInfo().getTaskQueue());
  }

  private static ActivityOptions.Builder calls(String summary) {
    return ActivityOptions.newBuilder()
        .setSummary(summary(summary))
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .setStartToCloseTimeout(Duration.ofMinutes(1))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setMaximumInterval(Duration.ofSeconds(30))
                .build());
  }

  private static ActivityOptions.Builder steadfast(
      ClusterTarget cluster, String queue, Patience patience) {
    ActivityOptions.Builder options = ActivityOptions.newBuilder();
    if (hasQueueOfItsOwn(cluster)) {
      options.setScheduleToStartTimeout(patience.unheard());
    }
    return options
        .setTaskQueue(queue)
        .setStartToCloseTimeout(patience.call())
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(500))
                .setMaximumInterval(patience.pause())
                .setMaximumAttempts(patience.attempts())
                .build());
  }

  /** Summaries are limited to 200 bytes; names in them are the user's. */
  private static String summary(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= SUMMARY_BYTES
        ? text
        : new String(bytes, 0, SUMMARY_BYTES - 3, StandardCharsets.UTF_8).replace("\uFFFD", "");
  }

  /**
   * How long one attempt may take, and how often it is made before the next gets more time. Short
   * first: what hangs on a dead connection is worth another try; long in the end: history must not
   * grow with an outage.
   *
   * @param call start to close
   * @param pause longest wait between two attempts
   * @param attempts before the next rung; 0 is for ever
   * @param unheard how long a queue of a cluster's own may leave a call lying before that is said;
   *     the call is then made again at once, so whoever comes finds it
   */
  public record Patience(Duration call, Duration pause, int attempts, Duration unheard) {
    /** A cluster that gives up connections after 3 s is said to be out of reach within 40 s. */
    private static final int FIRST_ATTEMPTS = 10;

    private static final Patience FIRST =
        new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1), FIRST_ATTEMPTS, NO_WORKER);
    private static final Duration LONGEST_CALL = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    public static Patience first() {
      return FIRST;
    }

    /** More of everything, up to attempts of an hour for ever. */
    public Patience next() {
      Duration longer = call.multipliedBy(6);
      return longer.compareTo(LONGEST_CALL) < 0
          ? new Patience(longer, pause.multipliedBy(6), attempts, unheard)
          : new Patience(LONGEST_CALL, LONGEST_PAUSE, 0, unheard);
    }

    /** The same for whoever comes, but said less often. */
    public Patience waiting() {
      Duration longer = unheard.multipliedBy(6);
      return new Patience(
          call, pause, attempts, longer.compareTo(LONGEST_CALL) < 0 ? longer : LONGEST_CALL);
    }
  }
}
