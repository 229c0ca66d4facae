package io.fleetcanary.lab.bench;

import static io.fleetcanary.lab.bench.Reaction.insist;
import static io.fleetcanary.lab.bench.Reaction.seconds;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.bench.stand.StandCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long nobody watches when a worker is lost, and how soon traffic is off after an outage. */
record Outages(Stand stand, Reaction reaction, Report report) {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration FROZEN = Duration.ofSeconds(60);
  private static final Duration WATCHED_WITHIN = Duration.ofMinutes(3);

  void measure(List<Place> places) {
    report.group("worker killed while a step bakes, and another one started at once");
    lose(places, this::replace);
    stand.work();
    report.group("worker killed while a step bakes, a second one running");
    lose(places, stand::killWorker, stand::work);
    report.group("API server stands still for 60 s from the moment something happens");
    freeze(places.getFirst());
  }

  private void replace() {
    stand.killWorker();
    stand.work();
  }

  private void lose(List<Place> places, Runnable lose) {
    lose(places, lose, () -> {});
  }

  /**
   * In one place after the other.
   *
   * @param restore makes things as they were before
   */
  private void lose(List<Place> places, Runnable lose, Runnable restore) {
    List<Double> gaps = new ArrayList<>();
    List<Double> breached = new ArrayList<>();
    List<Double> aborted = new ArrayList<>();
    for (Place place : places) {
      Release bad = reaction.bake(List.of(place), EVERY).getFirst();
      Instant lost = Instant.now();
      stand.prometheus().turnBad(place, lost);
      lose.run();
      gaps.add(gap(place, lost));
      breached.add(seconds(lost, reaction.awaitOff(place)));
      insist(bad, FleetPhase.ROLLED_BACK);
      stand.prometheus().turnGood();
      restore.run();
      Release stopped = reaction.bake(List.of(place), EVERY).getFirst();
      Instant sent = Instant.now();
      stopped.abort();
      lose.run();
      aborted.add(seconds(sent, reaction.awaitOff(place)));
      insist(stopped, FleetPhase.ABORTED);
      restore.run();
    }
    report.spread("nobody watches", gaps, "s", "<= 15");
    report.spread("metric turns bad as it is killed -> traffic off", breached, "s", "");
    report.spread("abort sent as it is killed -> traffic off", aborted, "s", "<= 3");
  }

  private double gap(Place place, Instant lost) {
    Instant last = stand.prometheus().answered(place, lost).orElseThrow();
    return seconds(last, reaction.awaitWatched(place, lost, WATCHED_WITHIN));
  }

  private void freeze(Place place) {
    Release bad = reaction.bake(List.of(place), EVERY).getFirst();
    stand.prometheus().turnBad(place, Instant.now());
    double breached = seconds(frozen(place), reaction.awaitOff(place));
    report.add("metrics turn bad: API server back -> traffic off", breached, "s", "<= 1");
    insist(bad, FleetPhase.ROLLED_BACK);
    stand.prometheus().turnGood();
    Release stopped = reaction.bake(List.of(place), EVERY).getFirst();
    stopped.abort();
    double aborted = seconds(frozen(place), reaction.awaitOff(place));
    report.add("abort sent: API server back -> traffic off", aborted, "s", "<= 1");
    insist(stopped, FleetPhase.ABORTED);
  }

  /** Lets the API server stand still; returns when it has just come back. */
  private Instant frozen(Place place) {
    StandCluster cluster =
        stand.clusters().stream()
            .filter(it -> it.name().equals(place.cluster()))
            .findFirst()
            .orElseThrow();
    cluster.cluster().withoutAnswers(() -> Pause.of(FROZEN));
    return Instant.now();
  }
}
