package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A canary at 50 % that is slower than stable, and whose pods may have more to do. */
class LoadTest {
  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void doesNotCallACanaryBadThatIsSlowerUnderMoreLoad() {
    slow("chat-canary-1", 300);

    Watched watched = watch();

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason())
        .contains(" may come of load, canary pods get 2 x the requests of stable's, n = ");
    assertThat(bench.cluster.log()).isEmpty();
  }

  @Test
  void callsItBadWhereItsPodsHaveNoMoreToDo() {
    bench.cluster.has(
        List.of(new Pod("chat-canary-1", true), new Pod("chat-canary-2", true)),
        FakeCluster.STABLE);
    slow("chat-canary-1", 150);
    slow("chat-canary-2", 150);

    Watched watched = watch();

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason()).startsWith("slow 50 % over 0.5 s > 1.10 x stable's 10 %, n = ");
    assertThat(bench.cluster.log()).containsExactly("brake");
  }

  private Watched watch() {
    bench.traffic("chat-1", 150, 0.25).traffic("chat-2", 150, 0.25).knowsStable();
    WatchRequest tenth = bench.request(WatchBench.NOW);
    WatchRequest half =
        new WatchRequest(
            tenth.plan(), 1, new TrafficWeight(50), tenth.begin(), tenth.until(), tenth.watch());
    return bench.stub().watch(half);
  }

  /** Every second answer is slow, of stable's every tenth. */
  private void slow(String pod, int requests) {
    bench.traffic(pod, requests, 0.25);
    bench
        .series("ttft_bucket{pod=\"%s\",le=\"0.5\"}", pod)
        .replaceAll((at, fast) -> Math.floor(fast / 0.9 * 0.5));
  }
}
