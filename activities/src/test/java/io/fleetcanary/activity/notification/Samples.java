package io.fleetcanary.activity.notification;

import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.client.UiLink;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.Notification.Kind;
import io.fleetcanary.workflow.notification.Notification.Rollout;
import java.time.Instant;
import java.util.Optional;

final class Samples {
  static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");
  static final UiLink UI =
      new UiLink(
          TemporalConnection.plain("temporal:7233", "prod"), Optional.of("https://ui.example"));
  private static final Rollout ROLLOUT =
      new Rollout(
          "inference", "chat", "2026.11.3", "chat-20261103120000-9f3a", "0b5d3c1e-run", "4be1d0a5");

  /** The gate of the first wave is open. */
  static final Notification QUESTION =
      new Notification(
          3,
          NOON,
          Kind.APPROVAL_REQUESTED,
          ROLLOUT,
          "first",
          "",
          "wave first has baked, release-managers may approve",
          new Waiting(
              "first",
              "wave first has baked, release-managers may approve",
              NOON,
              NOON.plusSeconds(86_400),
              "the rollout is rejected"));

  private Samples() {}

  static Notification ended(String reason) {
    return new Notification(7, NOON, Kind.ROLLED_BACK, ROLLOUT, "", "", reason, null);
  }

  /** Of a run that somebody started under a name of their own. */
  static Notification strange(String service) {
    Rollout rollout = new Rollout("inference", service, "", "", "0b5d3c1e-run", "");
    return new Notification(1, NOON, Kind.REFUSED, rollout, "", "", "refused", null);
  }
}
