package io.fleetcanary.workflow.search;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.search.SearchActivities.Existing;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rollout's line in Temporal's lists: keeps its search attributes at what its status says. A
 * server fails whoever sets one that it does not know, so those that exist are asked for first, and
 * only they are set. Lists are a convenience: nothing waits for them but the end, for seconds.
 */
public final class ListEntry {
  private final SortedMap<String, Object> set = new TreeMap<>();
  private final CompletablePromise<Existing> existing = Workflow.newPromise();

  /** Asks what exists; {@code known} is run when that is known. */
  public void open(SearchActivities temporal, Runnable known) {
    Async.function(temporal::existing)
        .handle(
            (answer, failure) -> {
              existing.complete(failure == null ? answer : Existing.NONE);
              known.run();
              return answer;
            });
  }

  /** Sets what has changed. */
  public void show(FleetStatus status) {
    if (!known()) {
      return;
    }
    List<SearchAttributeUpdate<?>> changes = new ArrayList<>();
    if (!status.service().isEmpty()) {
      String service = status.namespace() + "/" + status.service();
      change(changes, RolloutAttributes.SERVICE, service);
    }
    if (!status.revision().isEmpty()) {
      change(changes, RolloutAttributes.REVISION, status.revision());
    }
    change(changes, RolloutAttributes.PHASE, status.phase().name());
    change(changes, RolloutAttributes.NEEDS_APPROVAL, !status.waitingFor().isEmpty());
    if (!changes.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(changes.toArray(SearchAttributeUpdate<?>[]::new));
    }
  }

  /** Whether it is known what exists. */
  public boolean known() {
    return existing.isCompleted();
  }

  private <T> void change(
      List<SearchAttributeUpdate<?>> changes, SearchAttributeKey<T> key, T value) {
    boolean exists = existing.get().names().contains(key.getName());
    if (exists && !value.equals(set.put(key.getName(), value))) {
      changes.add(SearchAttributeUpdate.valueSet(key, value));
    }
  }
}
