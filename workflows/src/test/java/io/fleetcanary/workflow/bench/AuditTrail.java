package io.fleetcanary.workflow.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was done to the clusters, in order, one line each. */
public final class AuditTrail {
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final List<String> lines = new ArrayList<>();

  synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Lines about one cluster, without its name. */
  public synchronized List<String> of(String cluster) {
    String prefix = cluster + " ";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  /** Waits until a line is there. */
  public synchronized void await(String line) {
    await(line, 1);
  }

  /** Begins a new page, for another rollout. */
  public synchronized void clear() {
    lines.clear();
  }

  /** Waits until a line is there so many times. */
  public synchronized void await(String line, int times) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (lines.stream().filter(line::equals).count() < times) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("no \"" + line + "\" in " + lines);
      }
      try {
        wait(left);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stop);
      }
    }
  }
}
