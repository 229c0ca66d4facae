package io.fleetcanary.starter.show;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What somebody is shown who approves without having named a plan. */
public final class ConsentText {
  private ConsentText() {}

  /**
   * All of it, one text per line.
   *
   * @param consent with {@code gate} and {@code by}
   */
  public static List<String> lines(FleetStatus status, SortedMap<String, String> consent) {
    String gate = consent.getOrDefault("gate", "");
    String asked =
        status.waitingFor().stream()
            .filter(waiting -> waiting.gate().equals(gate))
            .map(Waiting::why)
            .findFirst()
            .orElse("not open now");
    return Stream.of(
            "%s %s, rollout %s".formatted(status.service(), status.revision(), status.rolloutId()),
            "  plan   " + status.digest(),
            "  gate   " + gate + ": " + asked,
            "  by     " + consent.getOrDefault("by", ""))
        .map(Harmless::line)
        .toList();
  }
}
