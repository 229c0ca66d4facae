package io.fleetcanary.workflow.flow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way forward, until it is over or something stops it. The first reason to stop wins; whatever
 * is in flight is interrupted at once and not waited for.
 *
 * <pre>
 * before ▶ going ▶ over
 *    └───────┴▶ stopped (sticky)
 * </pre>
 *
 * @param <S> why it stopped
 */
public final class Course<S> {
  private final Function<TemporalFailure, S> reading;
  private @Nullable CancellationScope going;
  private @Nullable S why;
  private boolean over;

  /**
   * @param reading what a failure means that nobody announced with {@link #stop}: an activity that
   *     failed for good, a cancellation from outside
   */
  public Course(Function<TemporalFailure, S> reading) {
    this.reading = reading;
  }

  /** Goes forward; empty when it came to its end. */
  public Optional<S> run(Runnable forward) {
    if (why == null) {
      CancellationScope scope = Workflow.newCancellationScope(forward);
      going = scope;
      try {
        scope.run();
      } catch (TemporalFailure failure) {
        scope.cancel();
        why = why == null ? reading.apply(failure) : why;
      }
    }
    over = true;
    return stopped();
  }

  /**
   * Stops it, now or before it begins.
   *
   * @return whether this was the reason: false when it is over or had stopped already
   */
  public boolean stop(S reason) {
    if (over || why != null) {
      return false;
    }
    why = reason;
    if (going != null) {
      going.cancel();
    }
    return true;
  }

  /** Stops it from within. Does not return; the result lets callers write {@code throw}. */
  public RuntimeException halt(S reason) {
    stop(reason);
    CancellationScope.throwCanceled();
    throw new IllegalStateException("halted from outside of the course");
  }

  /** Neither over nor stopped. */
  public boolean open() {
    return !over && why == null;
  }

  public Optional<S> stopped() {
    return Optional.ofNullable(why);
  }
}
