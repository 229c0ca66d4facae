package io.fleetcanary.lab.bench;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.bench.measure.Cost;
import io.fleetcanary.lab.bench.measure.Heap;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** How long the canary keeps its requests after a verdict, or after somebody has said stop. */
record Reaction(Stand stand, WorkflowClient client, Meter meter, Report report) {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SELDOM = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final Duration BAKING = Duration.ofSeconds(30);

  /** One rollout after the other. */
  void oneByOne(List<Place> places) {
    report.group("reaction, one rollout at a time, 1 s between looks");
    List<Double> breached = new ArrayList<>();
    List<Double> aborted = new ArrayList<>();
    for (Place place : places) {
      breached.addAll(breach(List.of(place)).reactions);
      aborted.addAll(abort(List.of(place), EVERY).reactions);
    }
    report.spread("verdict -> traffic off", breached, "s", "<= 0.5");
    report.spread("abort sent -> traffic off", aborted, "s", "<= 0.5");
  }

  /** All rollouts in the same moment. */
  void together(List<Place> places) {
    report.group(
        "reaction, "
            + places.size()
            + " rollouts in the same moment, 1 s between looks, 30 s for aborts");
    Reacted breached = breach(places);
    report.spread("verdict -> traffic off", breached.reactions, "s", "<= 2");
    report.spread("metric turns bad -> traffic off", breached.totals, "s", "");
    report.add("writes a breach costs", breached.writes, "calls");
    Reacted aborted = abort(places, SELDOM);
    report.spread("abort sent -> traffic off", aborted.reactions, "s", "<= 2");
    leg("  of which until Temporal has it", aborted, AbortPath::recorded);
    leg("  until the cluster's workflow is told", aborted, AbortPath::toldCluster);
    leg("  until it asks for the way back", aborted, AbortPath::asked);
    leg("  until a worker takes that", aborted, AbortPath::taken);
    leg("  until the traffic is off", aborted, AbortPath::off);
    report.add("writes an abort costs", aborted.writes, "calls");
  }

  private void leg(String name, Reacted reacted, Function<AbortPath, Duration> part) {
    List<Double> seconds =
        reacted.paths.stream().map(part).map(time -> time.toNanos() / 1e9).toList();
    report.spread(name, seconds, "s", "");
  }

  /** One rollout of many clusters, while it bakes and when it is aborted. */
  void fleet(List<String> names) {
    report.group("one rollout of " + names.size() + " clusters, 30 s between looks");
    List<Place> places = names.stream().map(it -> stand.place(it, Stand.NAMESPACE)).toList();
    double heap = Heap.live(stand.workerPid());
    Release release = Release.start(client, ReleaseSpec.staying(Stand.NAMESPACE, names, SELDOM));
    places.forEach(this::awaitBaking);
    Cost baking = meter.of(() -> Pause.of(BAKING));
    double minutes = (BAKING.toSeconds() + 1) / 60.0;
    report.add("baking: Kubernetes calls a minute", baking.calls().reads() / minutes, "calls");
    double cores = baking.processor(Meter.WORKER, Meter.TEMPORAL) / (minutes * 60);
    report.add("baking: worker and Temporal", cores * 100, "% of core");
    double watched = Heap.live(stand.workerPid()) - heap;
    report.add("baking: heap that lives, a cluster", watched / names.size(), "MiB", "<= 1");
    Instant sent = Instant.now();
    release.abort();
    List<Double> offs = places.stream().map(place -> seconds(sent, awaitOff(place))).toList();
    insist(release, FleetPhase.ABORTED);
    report.spread("abort sent -> traffic off", offs, "s", names.size() == 100 ? "<= 3" : "");
    report.add("abort sent -> everything as it was", seconds(sent, Instant.now()), "s");
  }

  private Reacted breach(List<Place> places) {
    List<Release> releases = bake(places, EVERY);
    Map<Place, Instant> offs = new ConcurrentHashMap<>();
    Instant bad = Instant.now();
    Cost cost =
        meter.of(
            () -> {
              places.forEach(place -> stand.prometheus().turnBad(place, bad));
              places.forEach(place -> offs.put(place, awaitOff(place)));
              releases.forEach(release -> insist(release, FleetPhase.ROLLED_BACK));
            });
    stand.prometheus().turnGood();
    List<Double> reactions = new ArrayList<>();
    List<Double> totals = new ArrayList<>();
    offs.forEach(
        (place, off) -> {
          reactions.add(seconds(stand.prometheus().answered(place, off).orElseThrow(), off));
          totals.add(seconds(bad, off));
        });
    return new Reacted(
        reactions, totals, List.of(), (double) cost.calls().writes() / places.size());
  }

  private Reacted abort(List<Place> places, Duration every) {
    List<Release> releases = bake(places, every);
    Map<Integer, Instant> sent = new ConcurrentHashMap<>();
    List<Double> reactions = new ArrayList<>();
    Cost cost =
        meter.of(
            () -> {
              abortAll(releases, sent);
              reactions.addAll(awaitOffs(places, sent));
              releases.forEach(release -> insist(release, FleetPhase.ABORTED));
            });
    List<AbortPath> paths = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      paths.add(
          releases
              .get(i)
              .abortPath(
                  Objects.requireNonNull(sent.get(i)), stand.off(places.get(i)).orElseThrow()));
    }
    double writes = (double) cost.calls().writes() / places.size();
    return new Reacted(reactions, reactions, paths, writes);
  }

  /** Aborts all of them at once, and says how soon the traffic was off. */
  void end(List<Release> releases, List<Place> places) {
    Map<Integer, Instant> sent = new ConcurrentHashMap<>();
    abortAll(releases, sent);
    List<Double> offs = awaitOffs(places, sent);
    releases.forEach(release -> insist(release, FleetPhase.ABORTED));
    report.spread("all aborted at once: abort sent -> traffic off", offs, "s", "");
  }

  /**
   * How long each canary kept its requests, seconds.
   *
   * @param sent when its order was, by its place's number
   */
  private List<Double> awaitOffs(List<Place> places, Map<Integer, Instant> sent) {
    List<Double> offs = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      offs.add(seconds(sent.getOrDefault(i, Instant.MAX), awaitOff(places.get(i))));
    }
    return offs;
  }

  /** Waits until metrics of a place have been asked for after a moment; when they were. */
  Instant awaitWatched(Place place, Instant moment, Duration within) {
    Pause.until(
        "a watch at " + place,
        within,
        () -> stand.prometheus().answeredAfter(place, moment).isPresent());
    return stand.prometheus().answeredAfter(place, moment).orElseThrow();
  }

  /** All at once; returns when Temporal has all of the orders. */
  private static void abortAll(List<Release> releases, Map<Integer, Instant> sent) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < releases.size(); i++) {
        int number = i;
        threads.execute(
            () -> {
              sent.put(number, Instant.now());
              releases.get(number).abort();
            });
      }
    }
  }

  /** Starts a rollout in each place, and returns when all of them bake. */
  List<Release> bake(List<Place> places, Duration every) {
    List<Release> releases =
        places.stream()
            .map(place -> ReleaseSpec.staying(place.namespace(), List.of(place.cluster()), every))
            .map(spec -> Release.start(client, spec))
            .toList();
    places.forEach(this::awaitBaking);
    return releases;
  }

  /** Until the share is on, and the watch of the step has asked for its first answers. */
  private void awaitBaking(Place place) {
    Pause.until(
        "a rollout at " + place + " baking",
        WITHIN,
        () ->
            stand.on(place).isPresent()
                && stand
                    .prometheus()
                    .answered(place, Instant.now())
                    .filter(at -> at.isAfter(stand.on(place).orElse(Instant.MAX)))
                    .isPresent());
  }

  /** Waits until no requests go to the canary; since when. */
  Instant awaitOff(Place place) {
    Pause.until("traffic off at " + place, WITHIN, () -> stand.off(place).isPresent());
    return stand.off(place).orElseThrow();
  }

  /**
   * Waits for the end.
   *
   * @throws IllegalStateException if it is another one
   */
  static void insist(Release release, FleetPhase ending) {
    FleetOutcome outcome = release.await();
    if (outcome.ending() != ending) {
      throw new IllegalStateException(
          "a rollout must be %s, got %s: %s".formatted(ending, outcome.ending(), outcome.reason()));
    }
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /** What was measured, a value for each rollout; writes as a mean. */
  private record Reacted(
      List<Double> reactions, List<Double> totals, List<AbortPath> paths, double writes) {}
}
