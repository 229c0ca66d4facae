package io.fleetcanary.starter.option;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.util.List;
import java.util.stream.IntStream;
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
   * Whether the rollout has come so far: it is planned, or the wave serves the new revision. A
   * rollout that goes back is waited for to its end, which says why.
   */
  boolean reached(FleetStatus status) {
    if (status.phase().ended()) {
      return true;
    }
    if (status.phase() == FleetPhase.PLANNING || equals(DONE)) {
      return false;
    }
    return !text.startsWith(WAVE) || served(status);
  }

  /**
   * Clusters that the failure budget lets go aside are passed over, once the next wave has begun:
   * before, a person may be asked about them.
   */
  private boolean served(FleetStatus status) {
    int number = number(status.waves());
    List<WaveStatus> later = status.waves().subList(number + 1, status.waves().size());
    boolean over = later.stream().anyMatch(WaveStatus::begun);
    List<ClusterPhase> phases =
        status.waves().get(number).clusters().stream().map(ClusterStatus::phase).toList();
    return status.phase() != FleetPhase.RETURNING
        && phases.stream().anyMatch(ClusterPhase::serves)
        && phases.stream().allMatch(phase -> phase.serves() || (over && aside(phase)));
  }

  /** What was left behind in a cluster that was handed over is nobody's budget. */
  private static boolean aside(ClusterPhase phase) {
    return phase == ClusterPhase.ROLLED_BACK || phase == ClusterPhase.UNTOUCHED;
  }

  /** Counting from 0. */
  private int number(List<WaveStatus> waves) {
    String wanted = text.substring(WAVE.length());
    List<String> names = waves.stream().map(WaveStatus::name).toList();
    return IntStream.concat(
            IntStream.of(names.indexOf(wanted)),
            IntStream.range(0, names.size()).filter(i -> wanted.equals(String.valueOf(i + 1))))
        .filter(i -> i >= 0)
        .findFirst()
        .orElseThrow(() -> none(names, wanted));
  }

  private static CommandException none(List<String> names, String wanted) {
    return new CommandException(
        ExitCode.REFUSED,
        "no wave " + wanted + " to wait for; the rollout goes on",
        List.of("its waves are " + String.join(", ", names)));
  }
}
