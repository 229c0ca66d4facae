package io.fleetcanary.core.fleet;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.Spelling;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.RolloutSpec.Selector;
import io.fleetcanary.core.spec.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives each selected cluster to exactly one wave, in the order of the waves. */
public final class ClusterSelection {
  private static final int MOST_NAMES = 20;

  private final SequencedMap<String, KnownCluster> fleet = new LinkedHashMap<>();
  private final SortedMap<String, String> waveOfCluster = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private ClusterSelection(List<KnownCluster> fleet) {
    fleet.forEach(cluster -> this.fleet.put(cluster.name(), cluster));
  }

  /**
   * Selects clusters for all waves.
   *
   * @param fleet in the order in which clusters selected by labels start
   */
  public static Checked<List<SelectedWave>> select(RolloutSpec spec, List<KnownCluster> fleet) {
    ClusterSelection selection = new ClusterSelection(fleet);
    List<SelectedWave> waves = new ArrayList<>();
    for (RolloutSpec.Wave wave : spec.waves()) {
      String path = "waves[" + waves.size() + "]";
      waves.add(new SelectedWave(wave, selection.take(wave, path)));
    }
    selection.checkSize();
    return selection.problems.isEmpty()
        ? new Checked.Valid<>(List.copyOf(waves))
        : new Checked.Invalid<>(selection.problems);
  }

  private List<KnownCluster> take(RolloutSpec.Wave wave, String path) {
    List<KnownCluster> taken =
        switch (wave.selector()) {
          case Selector.Named named -> named(named.clusters(), path + ".clusters");
          case Selector.Labelled labelled -> untaken(labelled.labels(), path + ".select");
          case Selector.All all -> untaken(new TreeMap<>(), path + ".select");
        };
    taken.forEach(cluster -> waveOfCluster.put(cluster.name(), wave.name()));
    return taken;
  }

  private List<KnownCluster> named(List<String> names, String path) {
    List<KnownCluster> clusters = new ArrayList<>();
    for (String name : names) {
      KnownCluster cluster = fleet.get(name);
      String wave = waveOfCluster.get(name);
      String at = path + "[" + names.indexOf(name) + "]";
      if (cluster == null) {
        problems.add(unknown(name, at));
      } else if (wave != null) {
        problems.add(
            new Problem(
                at,
                "must be in exactly one wave, got \"" + name + "\", which wave " + wave + " takes",
                "remove it here, or move this wave before " + wave));
      } else {
        clusters.add(cluster);
      }
    }
    return clusters;
  }

  private Problem unknown(String name, String path) {
    String known = listed(List.copyOf(fleet.keySet()));
    String fix =
        Spelling.closest(name, fleet.keySet())
            .map(nearest -> "did you mean " + nearest + "? known are " + known)
            .orElse("known are " + known);
    return new Problem(path, "must be a cluster the worker knows, got \"" + name + "\"", fix);
  }

  private List<KnownCluster> untaken(SortedMap<String, String> labels, String path) {
    List<KnownCluster> clusters =
        fleet.values().stream()
            .filter(cluster -> !waveOfCluster.containsKey(cluster.name()))
            .filter(cluster -> cluster.labels().entrySet().containsAll(labels.entrySet()))
            .toList();
    if (clusters.isEmpty()) {
      problems.add(
          new Problem(
              path,
              "must select a cluster that no earlier wave takes, got none",
              labels.isEmpty() ? "drop the wave" : "labels are " + listed(knownLabels())));
    }
    return clusters;
  }

  private List<String> knownLabels() {
    return fleet.values().stream()
        .flatMap(cluster -> cluster.labels().entrySet().stream())
        .map(label -> label.getKey() + "=" + label.getValue())
        .distinct()
        .sorted()
        .toList();
  }

  private void checkSize() {
    if (waveOfCluster.size() > SpecReader.MOST_CLUSTERS) {
      problems.add(
          new Problem(
              "waves",
              "must select at most "
                  + SpecReader.MOST_CLUSTERS
                  + " clusters, got "
                  + waveOfCluster.size(),
              "release to part of the fleet first"));
    }
  }

  private static String listed(List<String> words) {
    String shown = String.join(", ", words.subList(0, Math.min(MOST_NAMES, words.size())));
    return words.size() > MOST_NAMES
        ? shown + " and " + (words.size() - MOST_NAMES) + " more"
        : words.isEmpty() ? "none" : shown;
  }
}
