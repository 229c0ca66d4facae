package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.invariant.history.ByHand;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Story;
import io.fleetcanary.lab.story.StoryResult;
import io.fleetcanary.lab.story.Tenant;
import io.fleetcanary.lab.story.TrafficOff;
import io.fleetcanary.lab.story.Trail;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One scenario: a service in a namespace of its own, callers of it in every cluster, a release, and
 * what happens on the way. Both versions are faultless unless the scenario says otherwise.
 */
final class Scene {
  private static final int REPLICAS = 2;
  private static final Behaviour FAULTLESS = Behaviour.GOOD.withErrorRate(0);

  private final LabFleet fleet;
  private final WorkflowClient client;
  private final String namespace;
  private final SceneSpec spec;
  private final List<Cue> cues = new ArrayList<>();
  private final List<Beside> beside = new ArrayList<>();
  private final ByHand byHand;
  private int replicas = REPLICAS;
  private int requestsPerSecond = 50;
  private Duration within = Duration.ofMinutes(8);

  /**
   * Nothing is there yet.
   *
   * @param client of whom the release is asked for
   * @param bake long enough for this fleet's gateways to show the share that was set
   */
  Scene(LabFleet fleet, WorkflowClient client, String bake, String namespace) {
    this.fleet = fleet;
    this.client = client;
    this.namespace = namespace;
    this.byHand = new ByHand(fleet::admin, namespace);
    this.spec = new SceneSpec(namespace, image("canary"), fleet.clusters());
    with("steps", "[{\"weight\": 25, \"bake\": \"%s\"}]".formatted(bake));
    for (String cluster : fleet.clusters()) {
      fleet.behaviours().set(cluster, image("stable"), FAULTLESS);
      fleet.behaviours().set(cluster, image("canary"), FAULTLESS);
    }
  }

  String namespace() {
    return namespace;
  }

  /** What its objects in a cluster ask for. */
  Snapshot now(String cluster) {
    return Snapshot.of(fleet().admin(cluster), namespace);
  }

  LabFleet fleet() {
    return fleet;
  }

  /** Name of a cluster, counting from 0 in the order of the waves. */
  String cluster(int number) {
    return fleet().clusters().get(number);
  }

  /** Puts a field of the spec, as JSON. */
  Scene with(String field, String json) {
    spec.put(field, json);
    return this;
  }

  /** How often the metrics are looked at; each look must be answered within that time. */
  Scene every(String time) {
    spec.every(time);
    return this;
  }

  /** How many pods stable has. */
  Scene replicas(int count) {
    replicas = count;
    return this;
  }

  /** How many requests each cluster gets. */
  Scene requestsPerSecond(int count) {
    requestsPerSecond = count;
    return this;
  }

  int requestsPerSecond() {
    return requestsPerSecond;
  }

  /** How long the whole may take; it is aborted then, and fails. */
  Scene within(Duration time) {
    within = time;
    return this;
  }

  /** How the canary behaves in one cluster. */
  Scene canary(String cluster, UnaryOperator<Behaviour> how) {
    fleet().behaviours().set(cluster, image("canary"), how.apply(FAULTLESS));
    return this;
  }

  /** How the canary behaves everywhere. */
  Scene canary(UnaryOperator<Behaviour> how) {
    fleet().clusters().forEach(cluster -> canary(cluster, how));
    return this;
  }

  /** How stable behaves in one cluster, from now on. */
  void stable(String cluster, UnaryOperator<Behaviour> how) {
    fleet().behaviours().set(cluster, image("stable"), how.apply(FAULTLESS));
  }

  /** An image that nothing else has, and that is faultless everywhere. */
  String faultless(String role) {
    String image = image(role);
    fleet().clusters().forEach(it -> fleet().behaviours().set(it, image, FAULTLESS));
    return image;
  }

  /** What happens once, after all earlier cues, as soon as the rollout says that {@code when}. */
  Scene on(String name, Predicate<FleetStatus> when, BiConsumer<StartedRollout, FleetStatus> what) {
    cues.add(new Cue(name, when, what));
    return this;
  }

  /** So long nothing happens after the cue before. */
  Scene rest(Duration time) {
    AtomicReference<Instant> begun = new AtomicReference<>();
    return on(
        "rest",
        status -> {
          begun.compareAndSet(null, Instant.now());
          return Duration.between(begun.get(), Instant.now()).compareTo(time) >= 0;
        },
        (rollout, status) -> {});
  }

  /** A person orders something. */
  Scene orderOn(String name, Predicate<FleetStatus> when, String signal) {
    Map<String, String> order = Map.of("by", "bob", "reason", name);
    return on(name, when, (rollout, status) -> rollout.signal(signal, order));
  }

  /** A person tells it to come back. */
  Scene abortOn(String name, Predicate<FleetStatus> when) {
    Map<String, String> order = Map.of("by", "ann", "reason", name);
    return on(name, when, (rollout, status) -> rollout.signal("abort", order));
  }

  /** A person answers the oldest open question. */
  Scene answerOn(String name, Predicate<FleetStatus> when, String signal) {
    return on(
        name,
        when.and(status -> !status.waitingFor().isEmpty()),
        (rollout, status) ->
            rollout.signal(
                signal,
                Map.of(
                    "gate",
                    status.waitingFor().getFirst().gate(),
                    "digest",
                    status.digest(),
                    "by",
                    "ann",
                    "reason",
                    name)));
  }

  /** What is there too while it is played. */
  Scene beside(Beside thing) {
    beside.add(thing);
    return this;
  }

  /** A person has a cluster tried again that the rollout asks about. */
  Scene retryOn(String name, Predicate<FleetStatus> when, String cluster) {
    Map<String, String> order = Map.of("cluster", cluster, "by", "ann", "reason", name);
    return on(name, when, (rollout, status) -> rollout.signal("retry", order));
  }

  /** What a person does to objects in a cluster, which the invariants do not judge. */
  void byHand(String cluster, Runnable deed) {
    byHand.in(cluster, deed);
  }

  /** What is asked for, as JSON. */
  String json() {
    return spec.json();
  }

  /** Has its service and its callers there while something else happens; no caller notices it. */
  void whileCalled(Runnable deeds) {
    Tenant tenant = tenant();
    tenant.open(fleet());
    try (Called called = new Called(this)) {
      deeds.run();
      called.answeredAll();
    } finally {
      tenant.close(fleet());
    }
  }

  private Tenant tenant() {
    return new Tenant(namespace, image("stable"), replicas, 2 * replicas + 2);
  }

  /**
   * Plays it to its end; fails when a revision of any object on the way broke an invariant, when a
   * wait did not say all, when a command is not on record, or when a caller could not send.
   *
   * @param unclaimed clusters that the rollout must never have claimed
   */
  Played play(String... unclaimed) {
    Played played = playAnyhow();
    played.brokeNothing(unclaimed);
    List<FleetStatus> said =
        played.result().trail().entries().stream().map(Trail.Entry::status).toList();
    assertThat(new WaitsSeen(spec.json()).flaws(said)).as("waits").isEmpty();
    String id = said.getLast().workflowId();
    List<HistoryEvent> events = client.fetchHistory(id).getEvents();
    assertThat(CommandsOnRecord.flaws(events)).as("commands").isEmpty();
    played.sentAll();
    return played;
  }

  /** The same, whatever the invariants say. */
  Played playAnyhow() {
    Tenant tenant = tenant();
    tenant.open(fleet());
    beside.forEach(Beside::open);
    List<Cue> left = new ArrayList<>(cues);
    List<Played.Happened> happened = new ArrayList<>();
    try (TrafficOff off = new TrafficOff(fleet().admin(cluster(0)), namespace)) {
      StoryResult result =
          new Story(namespace, requestsPerSecond, within, listener(left, happened))
              .tell(fleet(), client, spec.json(), byHand);
      List<String> missed = left.stream().map(Cue::name).toList();
      Optional<Duration> reaction =
          happened.isEmpty() ? Optional.empty() : off.after(happened.getLast().at());
      return new Played(result, image("stable"), image("canary"), happened, missed, reaction);
    } finally {
      beside.forEach(Beside::close);
      tenant.close(fleet());
    }
  }

  private static BiConsumer<StartedRollout, FleetStatus> listener(
      List<Cue> left, List<Played.Happened> happened) {
    return (rollout, status) -> {
      if (!left.isEmpty() && left.getFirst().when().test(status)) {
        Cue cue = left.removeFirst();
        happened.add(new Played.Happened(cue.name(), Instant.now(), status));
        cue.what().accept(rollout, status);
      }
    };
  }

  /** An image that nothing else has. */
  String image(String role) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((namespace + "/" + role).getBytes(StandardCharsets.UTF_8));
      return "registry.example/chat@sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Something that happens at a moment of the rollout. */
  private record Cue(
      String name, Predicate<FleetStatus> when, BiConsumer<StartedRollout, FleetStatus> what) {}
}
