package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.internal.statemachines.UpdateProtocolCallback;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An update on its way; a validator may refuse it. */
record Update(String name, Optional<Payloads> input, Consumer<String> answer)
    implements UpdateProtocolCallback {
  @Override
  public void accept() {}

  @Override
  public void reject(Failure failure) {
    answer.accept("refused: " + failure.getMessage());
  }

  @Override
  public void complete(Optional<Payloads> result, @Nullable Failure failure) {
    String text = result.map(it -> it.getPayloads(0).getData().toStringUtf8()).orElse("");
    answer.accept(failure == null ? text : "failed: " + failure.getMessage());
  }

  @Override
  public boolean isReplaying() {
    return false;
  }
}
