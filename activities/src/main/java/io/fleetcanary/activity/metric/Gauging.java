package io.fleetcanary.activity.metric;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.evidence.MeanShift;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How far a gauge has come.
 *
 * @param beyond fresh looks on end beyond a limit
 * @param shifts how far it is off stable's, one where that is asked for and something is known;
 *     older workers do not write it
 */
public record Gauging(
    int beyond, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MeanShift> shifts)
    implements Progress {
  public Gauging {
    shifts = List.copyOf(Objects.requireNonNullElse(shifts, List.of()));
  }

  static Gauging of(Gauged gauged) {
    boolean known = gauged.shift().looks() > 0;
    return new Gauging(gauged.beyond(), known ? List.of(gauged.shift()) : List.of());
  }

  /** What is known before the next look. */
  Gauged known() {
    MeanShift shift = shifts.isEmpty() ? MeanShift.NONE : shifts.getFirst();
    return new Gauged(Double.NaN, beyond, "", shift);
  }

  @Override
  public String shape() {
    return "gauging";
  }

  @Override
  public int comparisons() {
    return 0;
  }

  @Override
  public Duration lag() {
    return Duration.ZERO;
  }
}
