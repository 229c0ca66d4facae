package io.fleetcanary.core.forecast;

import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * What a plan risks and how long it takes, at least, up to each gate: from the plan's own times and
 * from how fast pods started when the clusters were surveyed.
 *
 * @param waves in order
 */
public record Forecast(List<Ahead> waves) {
  public Forecast {
    waves = List.copyOf(waves);
  }

  /**
   * One wave until its gate.
   *
   * @param wave its name
   * @param atOnce clusters that have a canary at the same time
   * @param weight largest share of a cluster's requests that its canary gets
   * @param promoted clusters that serve the revision alone when the gate opens, earlier waves
   *     included
   * @param takes from its start to its gate: pods, bakes, promotion
   * @param undo until all promoted clusters serve the old revision again; a canary loses its
   *     requests at once
   */
  public record Ahead(
      String wave, int atOnce, TrafficWeight weight, int promoted, Duration takes, Duration undo) {}

  /**
   * Looks ahead; a cluster that is not among {@code seen} counts as one whose pods take no time.
   */
  public static Forecast of(RolloutPlan plan, SortedMap<String, StableSeen> seen) {
    List<Ahead> waves = new ArrayList<>();
    int promoted = 0;
    Duration undo = Duration.ZERO;
    for (Wave wave : plan.waves()) {
      Duration start = longest(wave, seen, Comparator.comparing(StableSeen::start)).start();
      Duration rolling = longest(wave, seen, Comparator.comparing(StableSeen::rolling)).rolling();
      Duration cluster =
          start
              .plus(baking(wave, plan.rules().analysis().early()))
              .plus(rolling)
              .plus(plan.rules().drain());
      int rounds = Math.ceilDiv(wave.clusters().size(), wave.parallel());
      promoted += wave.clusters().size();
      undo = undo.plus(rolling.multipliedBy(rounds));
      waves.add(
          new Ahead(
              wave.name(),
              Math.min(wave.parallel(), wave.clusters().size()),
              weight(wave),
              promoted,
              cluster.multipliedBy(rounds).plus(wave.gate().bake()),
              undo));
    }
    return new Forecast(waves);
  }

  private static StableSeen longest(
      Wave wave, SortedMap<String, StableSeen> seen, Comparator<StableSeen> by) {
    return wave.clusters().stream()
        .map(cluster -> seen.getOrDefault(cluster.name(), StableSeen.NOTHING))
        .max(by)
        .orElse(StableSeen.NOTHING);
  }

  private static Duration baking(Wave wave, Early early) {
    return wave.steps().stream()
        .map(step -> step instanceof Step.Watch watch ? early.least(watch.bake()) : Duration.ZERO)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static TrafficWeight weight(Wave wave) {
    return wave.steps().stream()
        .map(step -> step instanceof Step.SetWeight set ? set.weight() : TrafficWeight.NONE)
        .max(Comparator.comparingInt(TrafficWeight::percent))
        .orElse(TrafficWeight.NONE);
  }
}
