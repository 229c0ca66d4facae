package io.fleetcanary.starter.server;

import io.fleetcanary.starter.exit.CommandException;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks in threads of their own: the SDK waits for ever where a person wants to be told. */
final class Questions {
  private final Failures failures;

  Questions(Failures failures) {
    this.failures = failures;
  }

  /**
   * The answer, for which is waited so long at most.
   *
   * @param otherwise what is thrown when the time is over
   */
  <T> T answered(Duration patience, Callable<T> question, Supplier<CommandException> otherwise) {
    FutureTask<T> answer = new FutureTask<>(question);
    Thread.ofVirtual().name("question").start(answer);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException nobody) {
      answer.cancel(true);
      throw otherwise.get();
    } catch (ExecutionException failure) {
      throw rethrown(failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private RuntimeException rethrown(@Nullable Throwable failure) {
    if (failure instanceof WorkflowUpdateException rejected) {
      return failures.rejected(rejected);
    }
    return failure instanceof RuntimeException known
        ? failures.explain(known)
        : new IllegalStateException(failure);
  }
}
