package io.fleetcanary.core.forecast;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A bake of every cluster of a wave.
 *
 * @param weight that is set while it lasts
 */
record Bake(Wave wave, TrafficWeight weight, Duration time) {
  /** All of a plan, in order. */
  static List<Bake> all(RolloutPlan plan) {
    List<Bake> all = new ArrayList<>();
    for (Wave wave : plan.waves()) {
      TrafficWeight weight = TrafficWeight.NONE;
      for (Step step : wave.steps()) {
        switch (step) {
          case Step.SetScale pods -> {}
          case Step.SetWeight share -> weight = share.weight();
          case Step.Watch watch -> all.add(new Bake(wave, weight, watch.bake()));
        }
      }
    }
    return all;
  }

  /** The canary's share of all requests, a fraction, where so much of them is routed. */
  double share(double routed) {
    return weight.percent() / 100.0 * routed;
  }
}
