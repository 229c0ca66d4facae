package io.fleetcanary.workflow.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.workflow.Payloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of many rollouts. */
final class Tally {
  private static final int SHOWN = 5;

  private final SortedMap<String, Integer> endings = new TreeMap<>();
  private final SortedMap<String, Integer> events = new TreeMap<>();
  private final List<Played> flawed = new ArrayList<>();
  private int rollouts;
  private int clusters;

  synchronized void add(Played played) {
    rollouts++;
    clusters += played.shape().plan().waves().stream().mapToInt(it -> it.clusters().size()).sum();
    endings.merge(played.ending(), 1, Integer::sum);
    played.shape().events().forEach(event -> events.merge(event.act().name(), 1, Integer::sum));
    if (played.flawed()) {
      flawed.add(played);
    }
  }

  /** The first that went wrong, without what they would also have gone wrong without. */
  List<Played> flawed() {
    return flawed.stream().limit(SHOWN).map(Played::shrunk).toList();
  }

  /** As JSON. */
  String report(long firstSeed, Duration time, int cores) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("firstSeed", firstSeed);
    report.put("rollouts", rollouts);
    report.put("clusters", clusters);
    report.put("flawed", flawed.size());
    report.put("seconds", time.toSeconds());
    report.put("cores", cores);
    report.put("endings", endings);
    report.put("drawnEvents", events);
    try {
      return Payloads.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
