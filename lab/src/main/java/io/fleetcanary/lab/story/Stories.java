package io.fleetcanary.lab.story;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.story.StorySpec.Pace;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The stories that every fleet must be able to tell. Both versions answer without errors unless the
 * story says otherwise, so any failed request is the rollout's fault.
 *
 * @param fleet its service serves an old version when a story begins
 * @param client to the fleet's Temporal, with the product's payloads
 * @param pace how long the bakes are
 */
public record Stories(LabFleet fleet, WorkflowClient client, Pace pace) {
  public static final int REQUESTS_PER_SECOND = 100;
  public static final String GOOD_IMAGE = image("a");
  public static final String BAD_IMAGE = image("b");
  public static final String NEXT_IMAGE = image("c");

  private static final Duration WITHIN = Duration.ofMinutes(7);
  private static final Behaviour FAULTLESS = Behaviour.GOOD.withErrorRate(0);
  private static final Behaviour FAULTY = Behaviour.GOOD.withErrorRate(0.3);

  /** A good version goes everywhere. */
  public Told good(BiConsumer<StartedRollout, FleetStatus> listener) {
    return promoted(GOOD_IMAGE, listener);
  }

  /** The same with another image, for a fleet that serves {@link #GOOD_IMAGE} already. */
  public Told goodAgain(BiConsumer<StartedRollout, FleetStatus> listener) {
    return promoted(NEXT_IMAGE, listener);
  }

  /** A version that is bad in the second wave's cluster only: all of it comes back. */
  public Told bad(BiConsumer<StartedRollout, FleetStatus> listener) {
    makeFaultless(BAD_IMAGE);
    fleet.behaviours().set(second(), BAD_IMAGE, FAULTY);
    StoryResult result = tell(spec("2026.11.4", BAD_IMAGE), listener);
    return new Told(result, result.flawsOfCatch(BAD_IMAGE, fleet.clusters().getFirst(), second()));
  }

  /** A good version that the listener aborts at some point: all of it comes back. */
  public Told aborted(BiConsumer<StartedRollout, FleetStatus> listener) {
    makeFaultless(GOOD_IMAGE);
    StoryResult result = tell(spec("2026.11.3", GOOD_IMAGE), listener);
    return new Told(result, result.flawsOfAbort(GOOD_IMAGE));
  }

  private Told promoted(String image, BiConsumer<StartedRollout, FleetStatus> listener) {
    String serving = makeFaultless(image);
    StoryResult result = tell(spec("2026.11.3", image), listener);
    return new Told(result, result.flawsOfPromotion(serving, image));
  }

  /** The cluster of the second wave. */
  public String second() {
    return fleet.clusters().get(1);
  }

  /** The image of the cluster's stable workload. */
  public String serving(String cluster) {
    return fleet
        .admin(cluster)
        .apps()
        .deployments()
        .inNamespace(StorySpec.NAMESPACE)
        .withName(StorySpec.SERVICE)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  /** Tells the rollout to come back, as a person would. */
  public static void abort(StartedRollout rollout, String reason) {
    rollout.signal("abort", Map.of("by", "story", "reason", reason));
  }

  private StoryResult tell(StorySpec spec, BiConsumer<StartedRollout, FleetStatus> listener) {
    return new Story(StorySpec.NAMESPACE, REQUESTS_PER_SECOND, WITHIN, listener)
        .tell(fleet, client, spec.json());
  }

  private StorySpec spec(String revision, String image) {
    return new StorySpec(revision, image, fleet.clusters(), pace);
  }

  private String makeFaultless(String image) {
    String serving = serving(fleet.clusters().getFirst());
    for (String cluster : fleet.clusters()) {
      fleet.behaviours().set(cluster, serving, FAULTLESS);
      fleet.behaviours().set(cluster, image, FAULTLESS);
    }
    return serving;
  }

  private static String image(String digit) {
    return "registry.example/chat@sha256:" + digit.repeat(64);
  }

  /**
   * A story that was told.
   *
   * @param flaws what was not as it must be, a sentence each
   */
  public record Told(StoryResult result, List<String> flaws) {
    public Told {
      flaws = List.copyOf(flaws);
    }
  }
}
