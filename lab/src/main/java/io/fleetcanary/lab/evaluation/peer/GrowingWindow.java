package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge;
import io.fleetcanary.core.kayenta.KayentaJudge.Outcome;
import java.util.List;
import java.util.function.Function;

/**
 * Kayenta's judge every five minutes over a window that grows from the begin, one point a minute:
 * confidence 98 %, tolerance 0.25, bad is more; without its defect of scale.
 */
record GrowingWindow(String name) implements Method {
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
  public boolean fits(Cell cell) {
    return cell.clusters() == 1 && cell.edges().isEmpty();
  }

  @Override
  public Answer judge(Cell cell, Run run) {
    List<Interval> minutes = run.minutes();
    for (int end = EVERY; end <= cell.minutes(); end += EVERY) {
      if (high(minutes.subList(0, end))) {
        return Answer.abortedAfter(end);
      }
    }
    return Answer.PASSED;
  }

  private static boolean high(List<Interval> minutes) {
    double[] canary = rates(minutes, Interval::canary);
    double[] stable = rates(minutes, Interval::stable);
    return KayentaJudge.label(ERRORS, canary, stable).outcome() == Outcome.HIGH;
  }

  private static double[] rates(List<Interval> minutes, Function<Interval, Counts> arm) {
    return minutes.stream().map(arm).mapToDouble(RankTest::rate).toArray();
  }
}
