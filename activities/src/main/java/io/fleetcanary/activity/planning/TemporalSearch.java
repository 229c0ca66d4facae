package io.fleetcanary.activity.planning;

import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.fleetcanary.workflow.search.SearchActivities;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks the server of this worker. One of another type is as good as none: to set it would fail. */
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
      return usable(registry.existing());
    } catch (StatusRuntimeException failure) {
      if (CANNOT_TELL.contains(failure.getStatus().getCode())) {
        return Existing.NONE;
      }
      throw failure;
    }
  }

  static Existing usable(SortedMap<String, IndexedValueType> existing) {
    SortedMap<String, IndexedValueType> usable = new TreeMap<>(RolloutAttributes.all());
    usable.entrySet().retainAll(existing.entrySet());
    return new Existing(List.copyOf(usable.keySet()));
  }
}
