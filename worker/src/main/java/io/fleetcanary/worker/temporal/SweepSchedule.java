package io.fleetcanary.worker.temporal;

import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.sweep.Sweep;
import io.fleetcanary.workflow.sweep.Sweep.SweepOrder;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.client.schedules.ScheduleUpdateInput;
import java.time.Duration;
import java.util.List;

/** Has Temporal start the sweep now and then. Every worker says the same; the last one counts. */
public final class SweepSchedule {
  /** What was missed while Temporal was away is made up for once. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  private final Duration every;
  private final Schedule schedule;

  public SweepSchedule(Duration every, SweepOrder order) {
    this.every = every;
    schedule =
        Schedule.newBuilder()
            .setAction(
                ScheduleActionStartWorkflow.newBuilder()
                    .setWorkflowType(Sweep.class)
                    .setArguments(order)
                    .setOptions(
                        WorkflowOptions.newBuilder()
                            .setWorkflowId(Sweep.SCHEDULE)
                            .setTaskQueue(TaskQueues.CENTRAL)
                            .setStaticSummary("services that a lost rollout holds")
                            .build())
                    .build())
            .setSpec(
                ScheduleSpec.newBuilder()
                    .setIntervals(List.of(new ScheduleIntervalSpec(every)))
                    .build())
            .setPolicy(
                SchedulePolicy.newBuilder()
                    .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                    .setCatchupWindow(CATCH_UP)
                    .build())
            .build();
  }

  /** Whoever has paused it meant that. */
  private ScheduleUpdate asItShouldBe(ScheduleUpdateInput there) {
    return new ScheduleUpdate(
        Schedule.newBuilder(schedule)
            .setState(there.getDescription().getSchedule().getState())
            .build());
  }

  /** How often it is said again: a Temporal namespace that was lost has lost it as well. */
  public Duration again() {
    return every;
  }

  /**
   * Creates it, or makes the one that is there the same.
   *
   * @throws io.grpc.StatusRuntimeException when the server refuses, or knows no schedules
   * @throws io.temporal.client.schedules.ScheduleException likewise
   */
  public void put(ScheduleClient temporal) {
    try {
      temporal.createSchedule(Sweep.SCHEDULE, schedule, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException there) {
      temporal.getHandle(Sweep.SCHEDULE).update(this::asItShouldBe);
    }
  }
}
