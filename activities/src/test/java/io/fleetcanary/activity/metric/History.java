package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.metric.CountFold.Arms;
import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.query.Selectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What pods counted, scrape by scrape, and what a Prometheus shows of it at a given time. */
final class History {
  private static final Selectors RATIO = new Selectors("of{$track}", "bad{$track}", "");

  /** A second round of questions comes a little later than the first. */
  private static final double ROUND = 0.3;

  private final Instant begin;
  private final int scrape;
  private final List<Scraped> canary = new ArrayList<>();
  private final List<Scraped> stable = new ArrayList<>();

  /**
   * @param scrape seconds between two scrapes
   */
  History(Instant begin, int scrape) {
    this.begin = begin;
    this.scrape = scrape;
  }

  /** Pods that come late, restart, and err; samples that show up late. */
  static History random(SplittableRandom random, Instant begin, int seconds) {
    History history = new History(begin, 5);
    for (int i = 0; i < 5; i++) {
      Scraped pod = i < 2 ? history.canary("c" + i) : history.stable("s" + i);
      pod.delay = random.nextDouble() * 3;
      double first = i == 1 ? 100 : -60 + random.nextDouble() * 5;
      for (double at = first; at < seconds + 5; at += 4.8 + random.nextDouble() * 0.4) {
        if (random.nextInt(40) == 0) {
          pod.restart();
        }
        pod.scrape(at, random.nextInt(50), random.nextInt(10) == 0 ? random.nextInt(4) : 0);
      }
    }
    return history;
  }

  /** All of them, for the first time. */
  History allReadyAt(int second) {
    Stream.of(canary, stable).flatMap(List::stream).forEach(pod -> pod.readyAt(second));
    return this;
  }

  Scraped canary(String pod) {
    canary.add(new Scraped(pod));
    return canary.getLast();
  }

  Scraped stable(String pod) {
    stable.add(new Scraped(pod));
    return stable.getLast();
  }

  /** What is to be seen through a window at this second after the begin. */
  Arms arms(Window window, double second) {
    return new Arms(counters(canary, window, second), counters(stable, window, second), true);
  }

  private ArmCounters counters(List<Scraped> arm, Window window, double second) {
    Track track =
        Track.of(
                new PrometheusAccess("", "", "pod"),
                "ml",
                arm.stream().map(scraped -> scraped.pod).toList())
            .readyAsOf(ready(arm));
    List<Series> of = new ArrayList<>();
    List<Series> bad = new ArrayList<>();
    for (Scraped pod : arm) {
      pod.show(of, "200", pod.good, visible(window, second - pod.delay));
      pod.show(of, "500", pod.bad, visible(window, second - pod.delay));
      pod.show(bad, "500", pod.bad, visible(window, second + ROUND - pod.delay));
    }
    return new ArmCounters(track, RATIO, of, bad);
  }

  private static SortedMap<String, Instant> ready(List<Scraped> arm) {
    SortedMap<String, Instant> ready = new TreeMap<>();
    arm.forEach(pod -> pod.ready.ifPresent(since -> ready.put(pod.pod, since)));
    return ready;
  }

  private Predicate<Instant> visible(Window window, double until) {
    return at ->
        !at.isBefore(window.from()) && !at.isAfter(window.end()) && !at.isAfter(instant(until));
  }

  private Instant instant(double second) {
    return begin.plusMillis((long) (second * 1000));
  }

  /** One pod's counters at each scrape; a counter is not there before its first event. */
  final class Scraped {
    private final String pod;
    private final List<Sample> good = new ArrayList<>();
    private final List<Sample> bad = new ArrayList<>();
    private double delay;
    private Optional<Instant> ready = Optional.empty();
    private long goodTotal;
    private long badTotal;

    private Scraped(String pod) {
      this.pod = pod;
    }

    /** Since when it is ready. */
    Scraped readyAt(int second) {
      ready = Optional.of(instant(second));
      return this;
    }

    /** Steady traffic: so many requests between two scrapes, so many of them bad. */
    Scraped steady(int from, int to, long requests, long errors) {
      for (int second = from; second <= to; second += scrape) {
        scrape(second, requests - errors, errors);
      }
      return this;
    }

    private void scrape(double second, long newGood, long newBad) {
      goodTotal += newGood;
      badTotal += newBad;
      good.add(new Sample(instant(second), goodTotal));
      if (badTotal > 0) {
        bad.add(new Sample(instant(second), badTotal));
      }
    }

    private void restart() {
      goodTotal = 0;
      badTotal = 0;
    }

    private void show(
        List<Series> series, String status, List<Sample> samples, Predicate<Instant> visible) {
      List<Sample> shown = samples.stream().filter(sample -> visible.test(sample.at())).toList();
      if (!shown.isEmpty()) {
        series.add(new Series(new TreeMap<>(Map.of("pod", pod, "status", status)), shown));
      }
    }
  }
}
