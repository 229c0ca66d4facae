package io.fleetcanary.workflow.flow;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Work that must come to its end even when the workflow is cancelled. */
public final class Detached {
  private Detached() {}

  public static void run(Runnable work) {
    Workflow.newDetachedCancellationScope(work).run();
  }

  public static <T> T get(Supplier<T> work) {
    List<T> result = new ArrayList<>(1);
    run(() -> result.add(work.get()));
    return result.getFirst();
  }
}
