package io.fleetcanary.starter.option;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * How far a rollout is waited for. It is reached at its end, wherever that is.
 *
 * @param text {@code accepted}, {@code done}, or {@code wave:} with a wave's name or number
 */
public record Stage(String text) {
  static final Stage DONE = new Stage("done");

  private static final String WAVE = "wave:";

  /** Reads what was typed. */
  public static Stage parse(String text) {
    boolean wave = text.startsWith(WAVE) && text.length() > WAVE.length();
    if (!wave && !text.equals("accepted") && !text.equals(DONE.text)) {
      throw new TypeConversionException(
          "must be accepted, done or wave: with a wave's name or number, got " + text);
    }
    return new Stage(text);
  }

  /**
   * Whether the rollout has come so far: it is planned, or all clusters of the wave serve the new
   * revision alone or have come to an end without it.
   */
  boolean reached(FleetStatus status) {
    if (status.phase().ended()) {
      return true;
    }
    if (status.phase() == FleetPhase.PLANNING || equals(DONE)) {
      return false;
    }
    return !text.startsWith(WAVE)
        || wave(status).clusters().stream().allMatch(cluster -> passed(cluster.phase()));
  }

  private static boolean passed(ClusterPhase phase) {
    return switch (phase) {
      case PROBATION, KEEPING, PROMOTED, ROLLED_BACK, UNTOUCHED, HANDED_OVER -> true;
      case QUEUED, CLAIMING, STARTING, SHIFTING, BAKING, HOLDING, PAUSED, PROMOTING, RETURNING ->
          false;
    };
  }

  private WaveStatus wave(FleetStatus status) {
    String wanted = text.substring(WAVE.length());
    List<WaveStatus> waves = status.waves();
    Optional<WaveStatus> named =
        waves.stream().filter(wave -> wave.name().equals(wanted)).findFirst();
    return named.or(() -> numbered(waves, wanted)).orElseThrow(() -> none(waves, wanted));
  }

  /** The first one is number 1. */
  private static Optional<WaveStatus> numbered(List<WaveStatus> waves, String number) {
    for (int i = 0; i < waves.size(); i++) {
      if (number.equals(String.valueOf(i + 1))) {
        return Optional.of(waves.get(i));
      }
    }
    return Optional.empty();
  }

  private static CommandException none(List<WaveStatus> waves, String wanted) {
    return new CommandException(
        ExitCode.REFUSED,
        "no wave " + wanted + " to wait for; the rollout goes on",
        List.of(
            "its waves are " + String.join(", ", waves.stream().map(WaveStatus::name).toList())));
  }
}
