package io.fleetcanary.workflow.preview;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Asks the central worker. */
public final class ShowFleetWorkflow implements ShowFleet {
  private static final ActivityOptions SOON =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(10))
          .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(3).build())
          .setSummary("the fleet file")
          .build();

  @Override
  public KnownFleet show() {
    return Workflow.newActivityStub(InventoryActivities.class, SOON).knownFleet();
  }
}
