package io.fleetcanary.workflow.flow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Work that must come to its end even when the workflow is cancelled. */
public final class Detached {
  private Detached() {}

  public static void run(Runnable work) {
    begin(work);
  }

  /** Begins what goes on beside, until the scope is cancelled. */
  public static CancellationScope begin(Runnable work) {
    CancellationScope scope = Workflow.newDetachedCancellationScope(work);
    scope.run();
    return scope;
  }

  public static <T> T get(Supplier<T> work) {
    List<T> result = new ArrayList<>(1);
    run(() -> result.add(work.get()));
    return result.getFirst();
  }
}
