package io.fleetcanary.activity.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.Notification.Rollout;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in JSON, structured, over HTTP. The same event, sent twice, has the same {@code
 * id}; {@code sequence} orders the events of one run as text.
 */
record CloudEventChannel(WebPost post, Wording wording) implements Channel {
  private static final JsonFormat FORMAT = new JsonFormat();

  @Override
  public void tell(Notification notification) {
    byte[] body = FORMAT.serialize(event(notification));
    post.send(notification.id(), FORMAT.serializedContentType(), body);
  }

  private CloudEvent event(Notification notification) {
    Rollout rollout = notification.rollout();
    return CloudEventBuilder.v1()
        .withId(notification.id())
        .withType("io.fleetcanary.rollout." + notification.kind().text() + ".v1")
        .withSource(source(rollout))
        .withSubject(rollout.id().isEmpty() ? rollout.runId() : rollout.id())
        .withTime(notification.at().atOffset(ZoneOffset.UTC))
        .withExtension("sequence", "%08d".formatted(notification.number()))
        .withData("application/json", json(happening(notification)))
        .build();
  }

  private Happening happening(Notification notification) {
    Rollout rollout = notification.rollout();
    return new Happening(
        rollout.namespace(),
        rollout.service(),
        rollout.revision(),
        rollout.id(),
        notification.about(),
        notification.by(),
        notification.sentence(),
        notification.kind().last(),
        question(notification),
        wording.commands(notification),
        wording.link(notification).orElse(null));
  }

  private static URI source(Rollout rollout) {
    try {
      return new URI(null, null, rollout.workflowId(), null);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("a path can be quoted", impossible);
    }
  }

  private static @Nullable Question question(Notification notification) {
    Waiting open = notification.question();
    return open == null
        ? null
        : new Question(
            open.gate(), notification.rollout().digest(), open.deadline(), open.otherwise());
  }

  private static byte[] json(Happening happening) {
    try {
      return Payloads.mapper().writeValueAsBytes(happening);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("text and instants can be written", impossible);
    }
  }

  /**
   * What an event is about.
   *
   * @param reason the sentence that people read
   * @param end whether it is the rollout's last event
   * @param commands what people can type
   * @param link to the run in Temporal's UI
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Happening(
      String namespace,
      String service,
      String revision,
      String rollout,
      String about,
      String by,
      String reason,
      boolean end,
      @Nullable Question question,
      List<String> commands,
      @Nullable String link) {}

  /** What an answer needs. */
  record Question(String gate, String digest, Instant deadline, String otherwise) {}
}
