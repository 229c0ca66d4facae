package io.fleetcanary.lab.story;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.invariant.Asked;
import io.fleetcanary.lab.invariant.Intent;
import io.fleetcanary.lab.invariant.Monitor;
import io.fleetcanary.lab.invariant.history.ByHand;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Recorder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A rollout under live requests in every cluster, from the first request to the end. Every revision
 * of the objects concerned is judged by the invariants.
 *
 * @param namespace of the service {@code chat} that is released
 * @param requestsPerSecond to each cluster
 * @param within the whole story
 * @param listener hears every status that was asked for, with the rollout it may act on
 */
public record Story(
    String namespace,
    int requestsPerSecond,
    Duration within,
    BiConsumer<StartedRollout, FleetStatus> listener) {
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Requests before the rollout starts: stable must be seen to serve, by us and by Prometheus. */
  private static final Duration BEFORE = Duration.ofSeconds(4);

  /** Releases what {@code specJson} asks for over {@code fleet}. */
  public StoryResult tell(LabFleet fleet, WorkflowClient client, String specJson) {
    return tell(fleet, client, specJson, new ByHand(fleet::admin, namespace));
  }

  /** The same while people do what they do. */
  public StoryResult tell(LabFleet fleet, WorkflowClient client, String specJson, ByHand byHand) {
    SortedMap<String, Snapshot> before = snapshots(fleet);
    SortedMap<String, Load> loads = loads(fleet);
    try (Recorder recorder = Recorder.start(fleet, namespace, byHand)) {
      pause(BEFORE);
      Scraped.await(fleet, namespace);
      StartedRollout rollout = StartedRollout.start(client, namespace, specJson);
      Trail trail = followToItsEnd(rollout);
      FleetOutcome outcome = rollout.await(30);
      SortedMap<String, LoadReport> answers = new TreeMap<>();
      loads.forEach((cluster, load) -> answers.put(cluster, load.stop()));
      History history = recorder.history().with(rollout.approvals());
      Intent intent = Asked.of(specJson, fleet.inventory());
      return new StoryResult(
          outcome,
          trail,
          answers,
          before,
          snapshots(fleet),
          Monitor.violations(history, intent),
          Monitor.gaps(history, intent, touched(outcome)));
    } finally {
      loads.values().forEach(Load::close);
    }
  }

  private static List<String> touched(FleetOutcome outcome) {
    return outcome.clusters().entrySet().stream()
        .filter(cluster -> !(cluster.getValue() instanceof ClusterOutcome.Untouched))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A story that goes wrong leaves no rollout behind, or the next one could not begin. */
  private Trail followToItsEnd(StartedRollout rollout) {
    try {
      return follow(rollout);
    } catch (RuntimeException wrong) {
      try {
        Stories.abort(rollout, "the story went wrong");
        rollout.await(60);
      } catch (RuntimeException stays) {
        wrong.addSuppressed(stays);
      }
      throw wrong;
    }
  }

  private Trail follow(StartedRollout rollout) {
    Trail trail = new Trail();
    Instant deadline = Instant.now().plus(within);
    FleetPhase phase = FleetPhase.PLANNING;
    while (!phase.ended()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "a story must end within %s, got %s".formatted(within, trail.entries().getLast()));
      }
      Optional<FleetStatus> answer = ask(rollout);
      if (answer.isPresent()) {
        trail.add(Instant.now(), answer.get());
        listener.accept(rollout, answer.get());
        phase = answer.get().phase();
      }
      pauseAfter(trail);
    }
    return trail;
  }

  /** Whoever ends a story that takes too long wants to know where it was. */
  private static void pauseAfter(Trail trail) {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      String where = trail.entries().isEmpty() ? "its start" : "" + trail.entries().getLast();
      throw new IllegalStateException("a story was interrupted at " + where, interrupt);
    }
  }

  /** Nobody answers while no worker runs, which some stories are about. */
  private static Optional<FleetStatus> ask(StartedRollout rollout) {
    try {
      return Optional.of(rollout.status());
    } catch (WorkflowServiceException noWorker) {
      return Optional.empty();
    }
  }

  private SortedMap<String, Load> loads(LabFleet fleet) {
    SortedMap<String, Load> loads = new TreeMap<>();
    for (String cluster : fleet.clusters()) {
      Duration atMost = within.plus(BEFORE).plusSeconds(30);
      loads.put(cluster, Load.start(fleet.gateway(cluster, namespace), requestsPerSecond, atMost));
    }
    return loads;
  }

  private SortedMap<String, Snapshot> snapshots(LabFleet fleet) {
    SortedMap<String, Snapshot> snapshots = new TreeMap<>();
    fleet
        .clusters()
        .forEach(name -> snapshots.put(name, Snapshot.of(fleet.admin(name), namespace)));
    return snapshots;
  }

  /** Between two looks at the status, which nobody pushes; and for requests before the rollout. */
  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a story was interrupted", interrupt);
    }
  }
}
