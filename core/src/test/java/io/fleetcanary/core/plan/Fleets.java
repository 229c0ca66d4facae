package io.fleetcanary.core.plan;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.spec.RolloutSpec;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Fleets in which nothing is wrong. */
public final class Fleets {
  private Fleets() {}

  /** Clusters whose region is the part of their name before the dash. */
  public static List<KnownCluster> of(String... names) {
    return Stream.of(names).map(Fleets::cluster).toList();
  }

  static List<SurveyedCluster> surveys(List<KnownCluster> fleet) {
    return fleet.stream()
        .map(
            it ->
                new SurveyedCluster(it.name(), "server", StableSeen.NOTHING, List.of(), List.of()))
        .toList();
  }

  /** The plan of a spec that selects the whole fleet. */
  public static RolloutPlan plan(RolloutSpec spec, List<KnownCluster> fleet, String rolloutId) {
    return switch (Planner.plan(spec, new KnownFleet(fleet), surveys(fleet), rolloutId)) {
      case Checked.Valid<RolloutPlan> valid -> valid.value();
      case Checked.Invalid<RolloutPlan> invalid ->
          throw new AssertionError(invalid.problems().toString());
    };
  }

  private static KnownCluster cluster(String name) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put("region", name.substring(0, name.indexOf('-')));
    return new KnownCluster(name, labels, "fleetcanary");
  }
}
