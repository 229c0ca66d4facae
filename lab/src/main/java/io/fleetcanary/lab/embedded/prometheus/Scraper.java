package io.fleetcanary.lab.embedded.prometheus;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Asks every target once a second, all at the same time. What a target no longer exposes, and
 * everything of a target that is gone or silent, is marked as ended.
 */
final class Scraper implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration ANSWER_WITHIN = Duration.ofMillis(900);

  private final Supplier<List<Target>> targets;
  private final SeriesStore store;
  private final HttpPool pool = new HttpPool(ANSWER_WITHIN);
  private final Map<Target, Set<SortedMap<String, String>>> exposed = new ConcurrentHashMap<>();
  private final Thread thread;

  Scraper(Supplier<List<Target>> targets, SeriesStore store) {
    this.targets = targets;
    this.store = store;
    this.thread = Thread.ofVirtual().name("scraper").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }

  private void run() {
    try {
      while (true) {
        Instant next = Instant.now().plus(EVERY);
        scrapeAll();
        // the clock of the scrapes: what it took to scrape is part of the interval
        Thread.sleep(Duration.between(Instant.now(), next));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void scrapeAll() throws InterruptedException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<Target> present = targets.get();
    exposed.keySet().stream()
        .filter(target -> !present.contains(target))
        .forEach(gone -> end(Optional.ofNullable(exposed.remove(gone)).orElse(Set.of()), now));
    List<Thread> scrapes =
        present.stream()
            .map(target -> Thread.ofVirtual().start(() -> scrape(target, now)))
            .toList();
    for (Thread scrape : scrapes) {
      scrape.join();
    }
    store.forget(now);
  }

  private void scrape(Target target, Instant now) {
    Optional<String> text = ask(target);
    List<Exposition.Line> lines = text.map(Exposition::parse).orElse(List.of());
    Set<SortedMap<String, String>> seen = new HashSet<>();
    for (Exposition.Line line : lines) {
      add(seen, labelled(line.labels(), target), Sample.of(now, line.value()));
    }
    SortedMap<String, String> up = new TreeMap<>(Map.of(Selector.NAME, "up"));
    add(seen, labelled(up, target), Sample.of(now, text.isPresent() ? 1 : 0));
    Set<SortedMap<String, String>> before = exposed.put(target, seen);
    if (before != null) {
      before.removeAll(seen);
      end(before, now);
    }
  }

  private Optional<String> ask(Target target) {
    try {
      InetSocketAddress address =
          new InetSocketAddress(target.uri().getHost(), target.uri().getPort());
      Answer answer = pool.send(address, Request.get("/metrics"));
      return answer.status() == 200 ? Optional.of(answer.text()) : Optional.empty();
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  private void add(
      Set<SortedMap<String, String>> seen, SortedMap<String, String> labels, Sample sample) {
    store.add(labels, sample);
    seen.add(labels);
  }

  private void end(Set<SortedMap<String, String>> series, Instant now) {
    series.forEach(labels -> store.add(labels, Sample.end(now)));
  }

  private static SortedMap<String, String> labelled(
      SortedMap<String, String> labels, Target target) {
    SortedMap<String, String> all = new TreeMap<>(labels);
    all.putAll(target.labels());
    all.put("instance", target.uri().getHost() + ":" + target.uri().getPort());
    all.put("job", "pods");
    return all;
  }
}
