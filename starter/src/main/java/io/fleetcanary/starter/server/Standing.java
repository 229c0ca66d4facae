package io.fleetcanary.starter.server;

import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.workflow.preview.RolloutPlanPreview;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether what a rollout has promoted still serves, as the workers see the clusters now. Somebody
 * may have changed stable by hand, and clusters may have come since.
 *
 * @param clusters those that the spec selects now
 * @param unseen why nobody has looked; empty where somebody has
 */
public record Standing(SortedMap<String, Serves> clusters, String unseen) {
  /** Whoever starts something waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Standing look(Rollouts rollouts, RolloutName name, Object spec) {
    try {
      RolloutPlanPreview preview = rollouts.preview(name, spec, PATIENCE);
      SortedMap<String, Serves> clusters = new TreeMap<>();
      preview.seen().forEach((cluster, stable) -> clusters.put(cluster, stable.serves()));
      return new Standing(clusters, clusters.isEmpty() ? problem(preview) : "");
    } catch (CommandException failure) {
      return new Standing(new TreeMap<>(), failure.getMessage());
    } catch (WorkflowFailedException failure) {
      return new Standing(new TreeMap<>(), why(failure));
    }
  }

  private static String problem(RolloutPlanPreview preview) {
    return switch (preview) {
      case RolloutPlanPreview.Planned planned -> "no cluster is selected";
      case RolloutPlanPreview.Refused refused ->
          refused.problems().stream().findFirst().orElse("the spec is refused");
    };
  }

  private static String why(WorkflowFailedException failure) {
    return failure.getCause() instanceof TemporalFailure cause
        ? cause.getOriginalMessage()
        : "the workers gave no reason";
  }

  /** Clusters of which this is so, by name. */
  public List<String> where(Serves wanted) {
    return clusters.entrySet().stream()
        .filter(cluster -> cluster.getValue() == wanted)
        .map(Map.Entry::getKey)
        .toList();
  }
}
