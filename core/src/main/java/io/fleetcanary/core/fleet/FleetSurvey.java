package io.fleetcanary.core.fleet;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sees that every selected cluster was looked at, and that all of them can be released alike. */
public final class FleetSurvey {
  private static final String CHANGED = "start again, the worker's fleet has changed meanwhile";

  private final SequencedMap<String, SurveyedCluster> surveys = new LinkedHashMap<>();
  private final SortedMap<String, String> clusterOfContainer = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private FleetSurvey(List<SurveyedCluster> surveys) {
    surveys.forEach(survey -> this.surveys.put(survey.name(), survey));
  }

  /** The container that changes, the same in every cluster; or what stands against the rollout. */
  public static Checked<String> container(List<SelectedWave> waves, List<SurveyedCluster> surveys) {
    FleetSurvey survey = new FleetSurvey(surveys);
    for (SelectedWave wave : waves) {
      wave.clusters().forEach(survey::check);
    }
    survey.surveys.keySet().forEach(survey::refuseUnasked);
    survey.refuseDifferences();
    return survey.problems.isEmpty()
        ? new Checked.Valid<>(survey.clusterOfContainer.firstKey())
        : new Checked.Invalid<>(survey.problems);
  }

  private void check(KnownCluster cluster) {
    SurveyedCluster survey = surveys.remove(cluster.name());
    if (survey == null) {
      problems.add(new Problem(path(cluster.name()), "must have been surveyed", CHANGED));
      return;
    }
    survey
        .problems()
        .forEach(sentence -> problems.add(Problem.said(path(cluster.name()), sentence)));
    if (!survey.container().isEmpty()) {
      clusterOfContainer.putIfAbsent(survey.container(), cluster.name());
    } else if (survey.problems().isEmpty()) {
      problems.add(new Problem(path(cluster.name()), "must have a container to change", "name it"));
    }
  }

  private void refuseUnasked(String cluster) {
    problems.add(new Problem(path(cluster), "must be selected, as it was surveyed", CHANGED));
  }

  private void refuseDifferences() {
    if (clusterOfContainer.size() > 1) {
      List<String> found = new ArrayList<>();
      clusterOfContainer.forEach((container, cluster) -> found.add(container + " in " + cluster));
      problems.add(
          new Problem(
              "revision.container",
              "must be the same in every cluster, got " + String.join(", ", found),
              "name it, or release these clusters apart"));
    }
  }

  private static String path(String cluster) {
    return "cluster " + cluster;
  }
}
