package io.fleetcanary.starter.journal;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.starter.show.Json;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What tells two rollouts apart. Its fields are what scripts read.
 *
 * @param fields of the spec that differ
 * @param clusters all that took part in either
 */
record Difference(PastRollout one, PastRollout other, List<Field> fields, List<Cluster> clusters) {
  /** A variable's value may be a secret that somebody put there: it is compared, not shown. */
  private static final String SECRET = "revision.env.";

  private static final String NOT_WRITTEN = "-";

  Difference {
    fields = List.copyOf(fields);
    clusters = List.copyOf(clusters);
  }

  /**
   * One field.
   *
   * @param path e.g. {@code waves[0].bake}
   * @param one its value as JSON; {@code -} where it is not written
   */
  record Field(String path, String one, String other) {}

  /**
   * One cluster.
   *
   * @param one how it ended, and with which image where that is the revision's
   */
  record Cluster(String cluster, String one, String other) {}

  static Difference of(Kept one, Kept other) {
    return new Difference(one.rollout(), other.rollout(), fields(one, other), clusters(one, other));
  }

  private static List<Field> fields(Kept one, Kept other) {
    SortedMap<String, String> here = flat(one.spec().tree());
    SortedMap<String, String> there = flat(other.spec().tree());
    SortedSet<String> paths = new TreeSet<>(here.keySet());
    paths.addAll(there.keySet());
    List<Field> fields = new ArrayList<>();
    for (String path : paths) {
      String before = here.getOrDefault(path, NOT_WRITTEN);
      String after = there.getOrDefault(path, NOT_WRITTEN);
      if (!before.equals(after)) {
        fields.add(field(path, before, after));
      }
    }
    return fields;
  }

  private static Field field(String path, String before, String after) {
    return path.startsWith(SECRET)
        ? new Field(path, covered(before, "a value"), covered(after, "another value"))
        : new Field(path, before, after);
  }

  private static String covered(String value, String cover) {
    return value.equals(NOT_WRITTEN) ? value : cover;
  }

  private static SortedMap<String, String> flat(@Nullable Object tree) {
    SortedMap<String, String> flat = new TreeMap<>();
    flatten("", tree, flat);
    return flat;
  }

  private static void flatten(String path, @Nullable Object value, SortedMap<String, String> flat) {
    if (value instanceof Map<?, ?> fields) {
      String dot = path.isEmpty() ? "" : path + ".";
      fields.forEach((name, field) -> flatten(dot + name, field, flat));
    } else if (value instanceof List<?> items && items.stream().anyMatch(Map.class::isInstance)) {
      for (int i = 0; i < items.size(); i++) {
        flatten(path + "[" + i + "]", items.get(i), flat);
      }
    } else {
      flat.put(path, value == null ? "null" : Json.line(value));
    }
  }

  private static List<Cluster> clusters(Kept one, Kept other) {
    SortedMap<String, ClusterOutcome> here = one.outcomes();
    SortedMap<String, ClusterOutcome> there = other.outcomes();
    SortedSet<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    return names.stream()
        .map(name -> new Cluster(name, ending(one, here.get(name)), ending(other, there.get(name))))
        .toList();
  }

  private static String ending(Kept kept, @Nullable ClusterOutcome outcome) {
    return switch (outcome) {
      case null -> NOT_WRITTEN;
      case ClusterOutcome.Promoted promoted -> "promoted, " + image(kept.rollout());
      case ClusterOutcome.RolledBack back -> "rolled back, image as before";
      case ClusterOutcome.Untouched untouched -> "untouched";
      case ClusterOutcome.HandedOver over -> "handed over";
    };
  }

  private static String image(PastRollout rollout) {
    return rollout.image().isEmpty() ? "image as before" : HistoryText.image(rollout);
  }
}
