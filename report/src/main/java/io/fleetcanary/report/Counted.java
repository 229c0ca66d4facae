package io.fleetcanary.report;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests that a finding has counted, as its figures say them. */
public final class Counted {
  private static final Pattern CANARY = Pattern.compile("([0-9]+) of ([0-9]+) bad");
  private static final Pattern STABLE = Pattern.compile(" against ([0-9]+) of ([0-9]+)");

  private Counted() {}

  /** Both arms, stable's empty where it was not compared; nothing where nothing was counted. */
  public static Optional<Interval> of(Finding finding) {
    return counts(CANARY, finding)
        .map(canary -> new Interval(canary, counts(STABLE, finding).orElse(Counts.NONE)));
  }

  private static Optional<Counts> counts(Pattern pattern, Finding finding) {
    Matcher figures = pattern.matcher(finding.why());
    try {
      return figures.find()
          ? Optional.of(
              new Counts(Long.parseLong(figures.group(2)), Long.parseLong(figures.group(1))))
          : Optional.empty();
    } catch (IllegalArgumentException otherFigures) {
      return Optional.empty();
    }
  }
}
