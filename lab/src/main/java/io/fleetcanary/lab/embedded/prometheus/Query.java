package io.fleetcanary.lab.embedded.prometheus;

import java.time.Duration;

/** What can be asked. */
sealed interface Query {
  Selector selector();

  /** The newest value of each series that has one within this time. */
  record Latest(Selector selector, Duration within) implements Query {}

  /** All samples of each series in the time up to now. */
  record Range(Selector selector, Duration range) implements Query {}

  /** The newest value of each series at times that are whole steps apart, up to now. */
  record Subquery(Selector selector, Duration range, Duration step) implements Query {}

  /** One number made of the newest values. */
  record Aggregate(Function function, Latest latest) implements Query {
    @Override
    public Selector selector() {
      return latest.selector();
    }
  }

  /** How values become one. */
  enum Function {
    AVG,
    SUM,
    MAX
  }
}
