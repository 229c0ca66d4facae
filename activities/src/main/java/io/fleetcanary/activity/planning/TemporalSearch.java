package io.fleetcanary.activity.planning;

import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.fleetcanary.workflow.search.SearchActivities;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import java.util.EnumSet;
import java.util.Set;

/** Asks the server of this worker. */
public final class TemporalSearch implements SearchActivities {
  /** Asking again would change nothing. */
  private static final Set<Status.Code> CANNOT_TELL =
      EnumSet.of(
          Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED);

  @Override
  public Existing existing() {
    WorkflowClient temporal = Activity.getExecutionContext().getWorkflowClient();
    try (var registry =
        new SearchAttributeRegistry(
            temporal.getWorkflowServiceStubs().getOptions(),
            temporal.getOptions().getNamespace())) {
      return new Existing(
          registry.existing().stream()
              .filter(name -> RolloutAttributes.all().containsKey(name))
              .toList());
    } catch (StatusRuntimeException failure) {
      if (CANNOT_TELL.contains(failure.getStatus().getCode())) {
        return Existing.NONE;
      }
      throw failure;
    }
  }
}
