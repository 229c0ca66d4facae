package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.Optional;

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
      DataConverter converter,
      Payloads input) {
    /** Its only argument. */
    public <T> T argument(Class<T> as) {
      return converter.fromPayloads(0, Optional.of(input), as, as);
    }
  }
}
