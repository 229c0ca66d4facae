package io.fleetcanary.lab.bench;

import static io.fleetcanary.lab.bench.Reaction.seconds;

import io.fleetcanary.lab.bench.measure.Heap;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How soon many open rollouts are watched again when their only worker is lost. */
record Restart(Stand stand, Reaction reaction, Report report) {
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofMinutes(10);

  void measure(List<Place> places) {
    report.group(
        "the only worker killed with "
            + places.size()
            + " rollouts open, 30 s between looks, and another one started at once");
    Instant begin = Instant.now();
    List<Release> open = reaction.bake(places, EVERY);
    report.add("all of them begun", seconds(begin, Instant.now()), "s");
    report.add("heap that lives before", Heap.live(stand.workerPid()), "MiB");
    Instant killed = Instant.now();
    stand.killWorker();
    stand.work();
    report.add("killed -> another one is ready", seconds(killed, Instant.now()), "s");
    List<Double> gaps = new ArrayList<>();
    places.forEach(
        place -> gaps.add(seconds(killed, reaction.awaitWatched(place, killed, WITHIN))));
    report.spread("killed -> watched again", gaps, "s", "");
    report.add("heap that lives after", Heap.live(stand.workerPid()), "MiB");
    reaction.end(open, places);
  }
}
