package io.fleetcanary.core.spec;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a spec may say, and hardly means: nothing is refused for it, but people are told. */
public final class Cautions {
  private final List<Problem> cautions = new ArrayList<>();

  private Cautions() {}

  /** All of them, in the order of the document. */
  public static List<Problem> of(RolloutSpec spec) {
    Cautions reader = new Cautions();
    Duration warmUp = warmUp(spec.analysis());
    reader.bakes("steps", spec.steps(), warmUp);
    for (int i = 0; i < spec.waves().size(); i++) {
      reader.bakes("waves[" + i + "].steps", spec.waves().get(i).steps(), warmUp);
    }
    reader.counts(spec.analysis());
    reader.names(spec.analysis());
    return List.copyOf(reader.cautions);
  }

  /** What the spec asks for: left to us, it is shorter than every bake. */
  private static Duration warmUp(RolloutSpec.Analysis analysis) {
    boolean slow =
        analysis.metrics().stream()
            .anyMatch(metric -> metric.shape() instanceof RolloutSpec.Shape.Histogram);
    return slow ? requireNonNullElse(analysis.warmUp(), Duration.ZERO) : Duration.ZERO;
  }

  /** Nothing can be measured in no time, and what is not known never promotes. */
  private void bakes(String path, List<RolloutSpec.Step> steps, Duration warmUp) {
    for (int i = 0; i < steps.size(); i++) {
      Duration bake = steps.get(i).bake();
      if (bake.isZero()) {
        cautions.add(
            new Problem(
                path + "[" + i + "].bake",
                "should be above 0s, nothing can be measured in no time, so it ends inconclusive",
                "give it the time to see some requests, or drop the step"));
      } else if (bake.compareTo(warmUp) <= 0) {
        cautions.add(
            new Problem(
                path + "[" + i + "].bake",
                "should be longer than analysis.warmUp, "
                    + DurationText.print(warmUp)
                    + ", in which the latency of new pods says nothing, got "
                    + DurationText.print(bake),
                "bake longer, or let pods warm up for less time"));
      }
    }
  }

  /** A name that is none is never found, and nobody would notice. */
  private void names(RolloutSpec.Analysis analysis) {
    List<String> known = analysis.metrics().stream().map(RolloutSpec.Metric::name).toList();
    analysis.alike().stream()
        .flatMap(likeness -> likeness.holds().stream())
        .filter(name -> !known.contains(name))
        .map(
            name ->
                new Problem(
                    "analysis.alike",
                    "should hold metrics that there are, got " + name,
                    "correct the name in holds"))
        .forEach(cautions::add);
    analysis.kayenta().metrics().stream()
        .map(Judged::name)
        .filter(name -> !known.contains(name))
        .map(
            name ->
                new Problem(
                    "analysis.kayenta",
                    "should judge metrics that there are, got "
                        + name
                        + ", of which it has no data",
                    "call it like one of analysis.metrics"))
        .forEach(cautions::add);
  }

  /** The share of its requests that the canary gets is seen only where requests are counted. */
  private void counts(RolloutSpec.Analysis analysis) {
    boolean counted =
        analysis.metrics().stream()
            .filter(metric -> !metric.onTrial())
            .anyMatch(metric -> countsAnArm(metric.shape()));
    if (!counted) {
      cautions.add(
          new Problem(
              "analysis.metrics",
              "should have a metric that counts requests, without one every bake ends inconclusive",
              "add one with bad and of, or with a histogram"));
    }
  }

  private static boolean countsAnArm(RolloutSpec.Shape shape) {
    return switch (shape) {
      case RolloutSpec.Shape.Counters it -> it.of().contains("$track");
      case RolloutSpec.Shape.Histogram it -> it.histogram().contains("$track");
      case RolloutSpec.Shape.Query it -> false;
    };
  }
}
