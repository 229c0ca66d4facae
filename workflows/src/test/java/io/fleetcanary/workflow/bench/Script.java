package io.fleetcanary.workflow.bench;

import java.util.function.BooleanSupplier;

/** What a scripted call does instead of succeeding at once. */
sealed interface Script {
  /** Returns this. */
  record Returns(Object value) implements Script {}

  /** Throws this. */
  record Throws(RuntimeException failure) implements Script {}

  /** Goes on only when {@code until} says so, or when it is interrupted; then says {@code gone}. */
  record Blocks(BooleanSupplier until, Runnable gone) implements Script {}
}
