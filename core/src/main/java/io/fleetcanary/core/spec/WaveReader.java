package io.fleetcanary.core.spec;

import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Percent;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.spec.RolloutSpec.Approval;
import io.fleetcanary.core.spec.RolloutSpec.Parallel;
import io.fleetcanary.core.spec.RolloutSpec.Selector;
import io.fleetcanary.core.spec.RolloutSpec.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the waves, and sees that no cluster is in two of them. */
final class WaveReader {
  private final SortedMap<String, String> waveOfCluster = new TreeMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Wave> waves = new ArrayList<>();
  private @Nullable String takesAll;

  private WaveReader() {}

  static List<Wave> read(Value value) {
    WaveReader reader = new WaveReader();
    for (Value item : value.required("name at least one").items("waves")) {
      reader.wave(item);
    }
    if (reader.waveOfCluster.size() > SpecReader.MOST_CLUSTERS) {
      value.refuse(
          "must have at most "
              + SpecReader.MOST_CLUSTERS
              + " clusters, got "
              + reader.waveOfCluster.size(),
          "release to part of the fleet first");
    }
    return reader.waves;
  }

  private void wave(Value item) {
    Fields fields = item.fields(WaveForm.WAVE.names());
    String name = name(fields.get("name").required("its gate is called by it"));
    Selector selector = selector(fields, name == null ? item.path() : name);
    if (selector instanceof Selector.All) {
      takesAll = name == null ? item.path() : "wave " + name;
    }
    Parallel parallel = parallel(fields.get("parallel"));
    List<RolloutSpec.Step> steps = StepReader.read(fields.get("steps"));
    Duration bake = fields.get("bake").duration(Duration.ZERO, SpecReader.LONGEST);
    Approval approval = approval(fields.get("approval"));
    if (name != null && selector != null) {
      waves.add(new Wave(name, selector, parallel, steps, bake, approval));
    }
  }

  private @Nullable String name(Value value) {
    String name = value.named(Naming.DNS_LABEL);
    if (name != null && names.contains(name)) {
      value.refuse("must be unique, got " + value.shown() + " twice", "rename one of them");
      return null;
    }
    if (name != null) {
      names.add(name);
    }
    return name;
  }

  private @Nullable Selector selector(Fields fields, String wave) {
    if (takesAll != null) {
      fields.refuse("must come before " + takesAll + ", which takes all", "move or remove it");
    }
    if (fields.has("clusters") == fields.has("select")) {
      String got = fields.has("select") ? "both" : "neither";
      fields.refuse(
          "must have either clusters or select, got " + got, "name clusters, or write select: all");
      return null;
    }
    return fields.has("clusters")
        ? named(fields.get("clusters"), wave)
        : selected(fields.get("select"));
  }

  private Selector named(Value value, String wave) {
    List<String> clusters = new ArrayList<>();
    for (Value item : value.items("cluster names")) {
      String cluster = item.named(Naming.DNS_LABEL);
      String taken = cluster == null ? null : waveOfCluster.putIfAbsent(cluster, wave);
      if (taken != null) {
        item.refuse(
            "must be in exactly one wave, got " + item.shown() + " in " + taken + " already",
            "remove it from one of them");
      } else if (cluster != null) {
        clusters.add(cluster);
      }
    }
    return new Selector.Named(clusters);
  }

  private @Nullable Selector selected(Value value) {
    if ("all".equals(value.raw())) {
      return new Selector.All();
    }
    if (!(value.raw() instanceof Map<?, ?> labels) || labels.isEmpty()) {
      value.refuse(
          "must be all or labels, got " + value.shown(), "write all, or e.g. {region: eu}");
      return null;
    }
    SortedMap<String, String> wanted = new TreeMap<>();
    Fields.any(value)
        .forEach(
            (label, text) -> {
              String content = text.required("write the label's value").named(Naming.LABEL_VALUE);
              if (content != null) {
                wanted.put(label, content);
              }
            });
    return new Selector.Labelled(wanted);
  }

  private static @Nullable Parallel parallel(Value value) {
    if (value.raw() instanceof String) {
      Percent share =
          value.percent("above 0% and up to 100%", it -> it.isAbove(0) && !it.isAbove(100));
      return share == null ? null : new Parallel.Share(share);
    }
    Integer clusters = value.whole(1, SpecReader.MOST_CLUSTERS);
    return clusters == null ? null : new Parallel.Clusters(clusters);
  }

  private static @Nullable Approval approval(Value value) {
    Fields fields = value.fields(WaveForm.APPROVAL.names());
    Value by = fields.get("by").required("name the groups that may approve");
    List<String> groups = new ArrayList<>();
    for (Value item : by.items("groups")) {
      String group = item.text();
      if (group != null) {
        groups.add(group);
      }
    }
    Duration within = fields.get("within").duration(SpecReader.SHORTEST, SpecReader.LONGEST);
    Integer count = fields.get("count").whole(1, Quorum.MOST);
    String identity = fields.get("identity").oneOf(Identity.WORDS);
    return value.absent() ? null : new Approval(groups, within, count, Identity.of(identity));
  }
}
