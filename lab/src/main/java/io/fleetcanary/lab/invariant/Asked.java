package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.fleet.ClusterSelection;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.RolloutSpec.Parallel;
import io.fleetcanary.core.spec.SpecReader;
import io.fleetcanary.workflow.Payloads;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what was asked for from a spec; without the planner, whose work is judged by it. */
public final class Asked {
  private Asked() {}

  /**
   * Reads a spec.
   *
   * @throws IllegalArgumentException if a worker would refuse it, or if it is silent about its
   *     steps
   */
  public static Intent of(String specJson, FleetInventory fleet) {
    RolloutSpec spec = valid(SpecReader.read(tree(specJson)));
    List<KnownCluster> known =
        fleet.clusters().stream()
            .map(it -> new KnownCluster(it.name(), it.labels(), it.taskQueue()))
            .toList();
    List<Intent.Wave> waves =
        valid(ClusterSelection.select(spec, known)).stream().map(wave -> wave(spec, wave)).toList();
    return new Intent(
        spec.service(),
        Objects.requireNonNullElse(spec.workload(), spec.service()),
        Optional.ofNullable(spec.revision().container()),
        Optional.ofNullable(spec.revision().image()),
        waves);
  }

  private static Intent.Wave wave(RolloutSpec spec, SelectedWave selected) {
    RolloutSpec.Wave wave = selected.wave();
    List<RolloutSpec.Step> steps = wave.steps().isEmpty() ? spec.steps() : wave.steps();
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a lab's spec must have steps, got none");
    }
    List<String> clusters = selected.clusters().stream().map(KnownCluster::name).toList();
    return new Intent.Wave(
        wave.name(),
        clusters,
        parallel(wave.parallel(), clusters.size()),
        steps.stream().map(step -> new Intent.Step(step.weight(), step.bake())).toList(),
        wave.approval() != null);
  }

  private static int parallel(@Nullable Parallel parallel, int clusters) {
    return switch (parallel) {
      case null -> 1;
      case Parallel.Clusters some -> some.count();
      case Parallel.Share share -> share.percent().of(clusters);
    };
  }

  private static Map<String, @Nullable Object> tree(String json) {
    try {
      return Payloads.mapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("a spec must be JSON, got " + json, malformed);
    }
  }

  private static <T> T valid(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T> valid -> valid.value();
      case Checked.Invalid<T> invalid ->
          throw new IllegalArgumentException("a spec must be valid, got " + invalid.problems());
    };
  }
}
