package io.fleetcanary.activity.analysis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Listener;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches of a cluster that tells when pods change; without that they look every 5 s. */
@Timeout(60)
class ToldOfPodsTest {
  private static final Until LONG = new Until.Baked(Duration.ofMinutes(10));

  private final WatchBench bench = new WatchBench();

  @BeforeEach
  void begin() {
    bench.goodTraffic().looksEvery(Duration.ofMinutes(5));
    bench.cluster.asksFor(2, 1);
    bench.cluster.tells();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void looksAtOnceWhenAPodHasChanged() throws Exception {
    CompletableFuture<Watched> watched = watching();
    Listener listener = calm();

    bench.cluster.hasTrouble(FailureClass.EVIDENCE, "pod chat-canary-1: OOMKilled");
    listener.hears(true);

    assertThat(watched.get(10, SECONDS).reason()).startsWith("pod chat-canary-1: OOMKilled");
    assertThat(bench.cluster.log()).contains("brake");
  }

  @Test
  void isNotFollowedAnyMoreWhenItHasEnded() throws Exception {
    CompletableFuture<Watched> watched = watching();
    Listener listener = calm();
    bench.cluster.hasTrouble(FailureClass.EVIDENCE, "pod chat-canary-1: OOMKilled");

    listener.ends();

    watched.get(10, SECONDS);
    while (!bench.cluster.log().contains("not followed any more")) {
      Thread.sleep(10); // nobody tells of it; the test's time limit is the assertion
    }
  }

  /** Followed, looked at after that, and not due for long. */
  private Listener calm() throws InterruptedException {
    Listener listener = bench.cluster.listener();
    int looks = bench.cluster.looks();
    listener.hears(true);
    awaitLooks(looks + 1);
    return listener;
  }

  private void awaitLooks(int looks) throws InterruptedException {
    while (bench.cluster.looks() < looks) {
      Thread.sleep(10); // nobody tells of a look; the test's time limit is the assertion
    }
  }

  private CompletableFuture<Watched> watching() {
    return CompletableFuture.supplyAsync(() -> bench.watch(LONG));
  }
}
