package io.fleetcanary.worker;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.workflow.preview.PreviewRolloutWorkflow;
import java.util.List;

/** What a worker of this fleet runs: the one place where contracts meet what fulfils them. */
public final class FleetRegistration {
  private FleetRegistration() {}

  /** Workflows and activities for {@code fleet}. */
  public static Registration of(FleetInventory fleet) {
    return new Registration(List.of(PreviewRolloutWorkflow.class), List.of(), List.of(), List.of());
  }
}
