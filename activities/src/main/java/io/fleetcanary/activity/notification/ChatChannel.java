package io.fleetcanary.activity.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.activity.notification.Target.Way;
import io.fleetcanary.core.document.Inert;
import io.fleetcanary.workflow.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message into a chat. What people have typed is in it: it must call nobody and look like nothing
 * but text.
 */
record ChatChannel(Way way, WebPost post, Wording wording) implements Channel {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void tell(Notification notification) {
    JsonNode message =
        switch (way) {
          case SLACK -> text("*", notification);
          case CHAT -> text("**", notification);
          case TEAMS -> card(notification);
          case CLOUDEVENTS, EMAIL -> throw new IllegalStateException(way + " is no chat");
        };
    post.send(
        notification.id(), "application/json", message.toString().getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode text(String bold, Notification notification) {
    List<String> lines = new ArrayList<>();
    lines.add(bold + quoted(wording.headline(notification)) + bold);
    wording.lines(notification).forEach(line -> lines.add(quoted(line)));
    wording.commands(notification).forEach(line -> lines.add("`" + quoted(line) + "`"));
    wording.link(notification).ifPresent(lines::add);
    return JSON.createObjectNode().put("text", String.join("\n", lines));
  }

  /** Slack wants three characters written otherwise. */
  private String quoted(String line) {
    String inert = Inert.text(line);
    return way == Way.SLACK
        ? inert.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        : inert;
  }

  private JsonNode card(Notification notification) {
    ObjectNode card =
        JSON.createObjectNode()
            .put("type", "AdaptiveCard")
            .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .put("version", "1.4");
    ArrayNode body = card.putArray("body");
    block(body, wording.headline(notification)).put("weight", "Bolder");
    wording.lines(notification).forEach(line -> block(body, line));
    wording.commands(notification).forEach(line -> block(body, line).put("fontType", "Monospace"));
    wording
        .link(notification)
        .ifPresent(
            link ->
                card.putArray("actions")
                    .addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", "Look at it")
                    .put("url", link));
    ObjectNode message = JSON.createObjectNode().put("type", "message");
    message
        .putArray("attachments")
        .addObject()
        .put("contentType", "application/vnd.microsoft.card.adaptive")
        .set("content", card);
    return message;
  }

  /** A card's text is Markdown. */
  private static ObjectNode block(ArrayNode body, String line) {
    return body.addObject()
        .put("type", "TextBlock")
        .put("text", Inert.text(line))
        .put("wrap", true);
  }
}
