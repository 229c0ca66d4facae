package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workers. */
public interface Activities {
  /** When the next task is taken that is put into this queue now. */
  Instant taken(String queue, Instant now);

  /** Begins an attempt. */
  Work begin(Call call);

  /**
   * What is asked of a worker.
   *
   * @param scheduled when the workflow asked, the same in every attempt
   * @param attempt counts from 1
   */
  record Call(
      String type,
      String workflowId,
      String runId,
      Instant scheduled,
      int attempt,
      Argument argument) {
    /** Its only argument. */
    public <T> T argument(Class<T> as) {
      return argument.as(as);
    }
  }

  /** An argument, read once for all attempts. */
  final class Argument {
    private final DataConverter converter;
    private final Payloads input;
    private @Nullable Object read;

    Argument(DataConverter converter, Payloads input) {
      this.converter = converter;
      this.input = input;
    }

    private <T> T as(Class<T> type) {
      if (read == null) {
        read = converter.fromPayloads(0, Optional.of(input), type, type);
      }
      return type.cast(read);
    }
  }
}
