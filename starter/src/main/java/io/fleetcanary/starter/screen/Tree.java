package io.fleetcanary.starter.screen;

import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Waves and clusters in so many lines: all clusters where they fit; otherwise those in trouble,
 * then those under way, and counts of the others.
 */
final class Tree {
  private final List<WaveStatus> waves;
  private final Rows rows;

  Tree(List<WaveStatus> waves, Rows rows) {
    this.waves = waves;
    this.rows = rows;
  }

  List<Line> lines(int most) {
    List<ClusterStatus> all = clusters().sorted(Comparator.comparing(Urgency::of)).toList();
    List<Line> lines = lines(waves, all);
    if (lines.size() <= most) {
      return lines;
    }
    List<ClusterStatus> loud =
        all.stream().filter(cluster -> Urgency.of(cluster) != Urgency.QUIET).toList();
    for (int shown = Math.min(loud.size(), most); shown >= 0; shown--) {
      lines = lines(waves, loud.subList(0, shown));
      if (lines.size() <= most) {
        return lines;
      }
    }
    return loudestWaves(most);
  }

  private Stream<ClusterStatus> clusters() {
    return waves.stream().flatMap(wave -> wave.clusters().stream());
  }

  private List<Line> lines(List<WaveStatus> some, List<ClusterStatus> expanded) {
    Set<ClusterStatus> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    shown.addAll(expanded);
    List<Line> lines = new ArrayList<>();
    for (WaveStatus wave : some) {
      lines.add(rows.wave(wave));
      List<ClusterStatus> here = wave.clusters().stream().filter(shown::contains).toList();
      int more = wave.clusters().size() - here.size();
      for (int i = 0; i < here.size(); i++) {
        lines.add(rows.cluster(here.get(i), i + 1 == here.size() && more == 0));
      }
      if (more > 0 && !here.isEmpty()) {
        lines.add(rows.more(more));
      }
    }
    return lines;
  }

  /** More waves than lines: those in which something happens. */
  private List<Line> loudestWaves(int most) {
    List<WaveStatus> some =
        waves.stream()
            .sorted(Comparator.comparing(Tree::urgency))
            .limit(Math.max(0, most - 1))
            .toList();
    List<Line> lines =
        new ArrayList<>(lines(waves.stream().filter(some::contains).toList(), List.of()));
    lines.add(rows.moreWaves(waves.size() - some.size()));
    return lines.subList(0, Math.min(lines.size(), Math.max(0, most)));
  }

  private static Urgency urgency(WaveStatus wave) {
    return wave.clusters().stream()
        .map(Urgency::of)
        .min(Comparator.naturalOrder())
        .orElse(Urgency.QUIET);
  }
}
