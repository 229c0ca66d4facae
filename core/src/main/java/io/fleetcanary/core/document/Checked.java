package io.fleetcanary.core.document;

import java.util.List;
import java.util.function.Function;

/** What was asked for, or all that stands against it. */
public sealed interface Checked<T> {
  /** Goes on with the value; problems stay what they are. */
  <R> Checked<R> then(Function<? super T, Checked<R>> next);

  /** Nothing stands against it. */
  record Valid<T>(T value) implements Checked<T> {
    @Override
    public <R> Checked<R> then(Function<? super T, Checked<R>> next) {
      return next.apply(value);
    }
  }

  /** All problems at once, in the order of the document, at least one. */
  record Invalid<T>(List<Problem> problems) implements Checked<T> {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("what is invalid must have a problem, got none");
      }
    }

    @Override
    public <R> Checked<R> then(Function<? super T, Checked<R>> next) {
      return new Invalid<>(problems);
    }
  }
}
