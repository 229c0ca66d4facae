package io.fleetcanary.lab.evaluation.peer;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge;
import io.fleetcanary.core.kayenta.KayentaJudge.Outcome;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Kayenta's judge every five minutes over a window that grows from the begin, one point a minute:
 * confidence 98 %, tolerance 0.25, bad is more; without its defect of scale.
 */
public record GrowingWindow(String name) implements Peer {
  private static final int EVERY = 5;

  private static final Judged ERRORS =
      new Judged(
          "errors",
          List.of("service"),
          Direction.INCREASE,
          false,
          false,
          false,
          false,
          0,
          new Effect(false, 1, 1, 1, 1));

  @Override
  public OptionalInt abort(List<Interval> minutes) {
    for (int end = EVERY; end <= minutes.size(); end += EVERY) {
      if (high(minutes.subList(0, end))) {
        return OptionalInt.of(end);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean high(List<Interval> minutes) {
    double[] canary = rates(minutes, Interval::canary);
    double[] stable = rates(minutes, Interval::stable);
    return KayentaJudge.label(ERRORS, canary, stable).outcome() == Outcome.HIGH;
  }

  private static double[] rates(List<Interval> minutes, Function<Interval, Counts> arm) {
    return minutes.stream().map(arm).mapToDouble(MannWhitney::rate).toArray();
  }
}
