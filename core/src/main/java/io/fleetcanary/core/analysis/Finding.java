package io.fleetcanary.core.analysis;

import java.util.Objects;

/**
 * One check's result.
 *
 * @param metric the metric's name, or {@code pods}, {@code share}
 * @param verdict what this check says
 * @param sentence both sides, e.g. {@code errors 21.3 % > 1.10 x stable's 0.5 %, n = 3104}
 * @param requests canary requests it rests on; 0 for gauges and pods
 * @param why the figures behind it, for who asks; empty where the sentence says it all
 */
public record Finding(String metric, Verdict verdict, String sentence, long requests, String why) {
  /** Older versions knew no {@code why}. */
  public Finding {
    why = Objects.requireNonNullElse(why, "");
  }

  /** Whose sentence says it all. */
  public Finding(String metric, Verdict verdict, String sentence, long requests) {
    this(metric, verdict, sentence, requests, "");
  }
}
