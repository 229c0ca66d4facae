package io.fleetcanary.core.analysis;

import io.fleetcanary.core.alike.Compared;
import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.alike.MeanRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What else than the revision makes a canary slow: more to do, longer prompts, a cold cache,
 * another GPU. Slowness that may come of it proves nothing. Errors are compared whatever it is.
 *
 * @param alike what must be alike
 * @param seen what the look knows, of what must be alike in this order
 */
record Confounders(List<Likeness> alike, Observation seen) {
  /** One for each thing that must be alike, as long as both arms are there. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < compared(); i++) {
      Likeness likeness = alike.get(i);
      Likened likened = likened(likeness, seen.alike().get(i));
      boolean denies = likened.denies && likeness.holds().isEmpty();
      findings.add(
          new Finding(
              likeness.name(),
              denies || likened.unseen ? Verdict.INCONCLUSIVE : Verdict.PASS,
              likeness.name() + likened.sentence + (denies ? todo(likeness) : ""),
              0));
    }
    return findings;
  }

  /** What slowness of this metric may come of; empty when nothing else is known. */
  Optional<String> of(Metric metric) {
    if (!(metric instanceof Metric.Latency)) {
      return Optional.empty();
    }
    if (seen.terms().overloaded()) {
      double load = seen.terms().load();
      return Optional.of(
          "load, canary pods get " + Figures.number(load) + " x the requests of stable's");
    }
    for (int i = 0; i < compared(); i++) {
      Likened likened = likened(alike.get(i), seen.alike().get(i));
      if (likened.holds && alike.get(i).covers(metric.name())) {
        return Optional.of(alike.get(i).name() + likened.sentence);
      }
    }
    return Optional.empty();
  }

  /** Whether comparing this metric with stable proves something. */
  boolean proves(Metric metric) {
    return seen.terms().compare() && of(metric).isEmpty();
  }

  private int compared() {
    return seen.terms().compare() ? Math.min(alike.size(), seen.alike().size()) : 0;
  }

  private static Likened likened(Likeness likeness, Compared compared) {
    if (compared instanceof Compared.Unseen unseen) {
      return new Likened(false, true, true, ": " + unseen.why());
    }
    return switch (likeness) {
      case Likeness.Mean mean -> means(mean, ((Compared.Means) compared).ratio());
      case Likeness.Label label -> labels((Compared.Labels) compared);
    };
  }

  private static Likened means(Likeness.Mean mean, MeanRatio ratio) {
    if (!ratio.isKnown()) {
      return unknown(ratio.canary().seen(), ratio.stable().seen());
    }
    boolean unlike = ratio.isUnlike(mean.low(), mean.high());
    boolean holds = unlike || ratio.isInDoubt(mean.low(), mean.high());
    String sentence =
        " "
            + Figures.number(ratio.canary().mean())
            + " against stable's "
            + Figures.number(ratio.stable().mean())
            + ", "
            + Figures.number(ratio.value())
            + " x";
    return new Likened(unlike, holds, false, sentence);
  }

  private static Likened labels(Compared.Labels labels) {
    if (labels.canary().isEmpty() || labels.stable().isEmpty()) {
      return unknown(!labels.canary().isEmpty(), !labels.stable().isEmpty());
    }
    boolean unlike = !labels.canary().equals(labels.stable());
    String sentence = " " + words(labels.canary()) + " against stable's " + words(labels.stable());
    return new Likened(unlike, unlike, false, sentence);
  }

  /** Nobody can be unlike where nothing is measured; one arm alone is data that is missing. */
  private static Likened unknown(boolean canary, boolean stable) {
    if (canary == stable) {
      String why = canary ? " has nothing to compare yet" : " is measured on neither arm";
      return new Likened(false, false, false, why + ", so nothing is made of it");
    }
    return new Likened(false, true, true, ": no data from " + (canary ? "stable" : "the canary"));
  }

  private static String todo(Likeness likeness) {
    return switch (likeness) {
      case Likeness.Mean mean ->
          ", alike is "
              + Figures.number(mean.low())
              + " to "
              + Figures.number(mean.high())
              + ": send both arms the same mix, or widen its within";
      case Likeness.Label label ->
          ": let both run on the same, or judge by max and leave " + label.name() + " out";
    };
  }

  private static String words(List<String> values) {
    return String.join(" and ", values);
  }

  /**
   * What is known of one.
   *
   * @param denies whether it is not alike
   * @param holds whether slowness may come of it
   * @param unseen whether data is missing
   */
  private record Likened(boolean denies, boolean holds, boolean unseen, String sentence) {}
}
