package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.forecast.Forecast;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.preview.RolloutPlanPreview;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What a plan says of undoing, asked for just before the release as people do. */
final class UndoShown implements Beside {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Scene scene;
  private final WorkflowClient client;
  private List<Forecast.Ahead> waves = List.of();

  UndoShown(Scene scene, WorkflowClient client) {
    this.scene = scene;
    this.client = client;
  }

  /** A plan is refused until all its metrics have been seen. */
  @Override
  public void open() {
    try (Called called = new Called(scene)) {
      Eventually.within(SOON, () -> waves = forecast());
      called.answeredAll();
    }
  }

  @Override
  public void close() {}

  /**
   * Where the first wave alone was promoted: writes what was shown and what it took side by side.
   * How long it takes depends on what else the machine does, so it is no check.
   */
  void compare(Duration undone) {
    Duration shown = waves.getFirst().undo();
    assertThat(shown).as("undo shown").isPositive();
    assertThat(undone).as("undo").isPositive();
    String line =
        "undo of %s: shown %d ms, took %d ms%n"
            .formatted(scene.namespace(), shown.toMillis(), undone.toMillis());
    try {
      Files.writeString(Path.of("target", "undo-" + scene.namespace() + ".txt"), line);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<Forecast.Ahead> forecast() {
    WorkflowStub preview =
        client.newUntypedWorkflowStub(
            "PreviewRollout",
            WorkflowOptions.newBuilder()
                .setWorkflowId("preview/" + scene.namespace() + "/" + UUID.randomUUID())
                .setTaskQueue(TaskQueues.CENTRAL)
                .build());
    preview.start(spec());
    return switch (preview.getResult(RolloutPlanPreview.class)) {
      case RolloutPlanPreview.Planned planned ->
          Forecast.of(planned.plan(), planned.seen()).waves();
      case RolloutPlanPreview.Refused refused ->
          throw new IllegalStateException("a scene must have a plan, got " + refused.problems());
    };
  }

  private JsonNode spec() {
    try {
      return Payloads.mapper().readTree(scene.json());
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
