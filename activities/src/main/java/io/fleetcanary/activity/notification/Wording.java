package io.fleetcanary.activity.notification;

import io.fleetcanary.workflow.client.UiLink;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.Notification.Kind;
import io.fleetcanary.workflow.notification.Notification.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a notification says to people, in lines.
 *
 * @param ui where they can look at a run
 */
record Wording(UiLink ui) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]+/[a-z0-9.-]+");

  /** {@code chat 2026.11.3: approval.requested first}. */
  String headline(Notification notification) {
    Rollout rollout = notification.rollout();
    return oneLine(
        rollout.namespace()
            + "/"
            + (rollout.service() + " " + rollout.revision()).strip()
            + ": "
            + (notification.kind().text() + " " + notification.about()).strip());
  }

  /** The sentence, and what is asked until when. */
  List<String> lines(Notification notification) {
    List<String> lines = new ArrayList<>();
    lines.add(oneLine(notification.sentence()));
    if (notification.question() != null) {
      lines.add(
          oneLine(
              "until "
                  + notification.question().deadline()
                  + "; otherwise "
                  + notification.question().otherwise()));
    }
    return lines;
  }

  /** What people can type. */
  List<String> commands(Notification notification) {
    if (notification.kind() == Kind.TEST) {
      return List.of("fleetcanary notify");
    }
    Rollout rollout = notification.rollout();
    String name = rollout.namespace() + "/" + rollout.service();
    if (!NAME.matcher(name).matches()) {
      return List.of(); // whoever starts a run chooses its id, and people paste this into a shell
    }
    if (notification.question() == null) {
      return List.of("fleetcanary status " + name);
    }
    String answer =
        " %s --gate %s --digest %s --reason \"...\""
            .formatted(name, notification.question().gate(), rollout.digest());
    return List.of(
        "fleetcanary approve" + answer + notification.question().key(),
        "fleetcanary reject" + answer);
  }

  /** Where the run can be looked at; empty when Temporal's UI is not known. */
  Optional<String> link(Notification notification) {
    Rollout rollout = notification.rollout();
    return notification.kind() == Kind.TEST
        ? Optional.empty()
        : ui.of(rollout.workflowId(), rollout.runId());
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n]+", "; ");
  }
}
