package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Promotion;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A promotion whose new pods have to warm up. */
class WarmPromotionTest {
  @Test
  void endsNoPromotionBeforeTheNewPodsAreWarm() {
    Duration warmUp = Duration.ofSeconds(2);
    Instant since = Instant.now();
    Pod fresh = new Pod("chat-1", true, false, Optional.of(new Readiness(since, since)));
    try (WatchBench bench = new WatchBench().looksEvery(Duration.ofMillis(200)).warmsUp(warmUp)) {
      bench
          .goodTraffic()
          .cluster
          .isPromoted(List.of(FakeCluster.CANARY.getFirst(), fresh), Promotion.DONE);

      Watched watched = bench.watch(new Until.Promoted(Duration.ofMinutes(10)));

      assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
      assertThat(Duration.between(since, Instant.now())).isGreaterThan(warmUp);
    }
  }

  /** Five blind looks on end are an answer, five of many are none. */
  @Test
  void goesOnThoughPrometheusIsAwayForAMomentAgainAndAgain() {
    Duration warmUp = Duration.ofSeconds(4);
    Instant since = Instant.now();
    Pod fresh = new Pod("chat-1", true, false, Optional.of(new Readiness(since, since)));
    try (WatchBench bench = new WatchBench().looksEvery(Duration.ofMillis(100)).warmsUp(warmUp)) {
      bench
          .goodTraffic()
          .cluster
          .isPromoted(List.of(FakeCluster.CANARY.getFirst(), fresh), Promotion.DONE);
      bench.cluster.everySecondLook(() -> bench.prometheus.answersOnlyOnce(503));

      Watched watched = bench.watch(new Until.Promoted(Duration.ofMinutes(10)));

      assertThat(watched.reason()).startsWith("stable serves the new revision");
      assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void doesNotCallAPromotionLateThatHasBeenThereAndWaitsForPodsToBeWarm() {
    Instant since = Instant.now();
    Pod fresh = new Pod("chat-1", true, false, Optional.of(new Readiness(since, since)));
    Pod added = new Pod("chat-2", false);
    try (WatchBench bench =
        new WatchBench().looksEvery(Duration.ofMillis(200)).warmsUp(Duration.ofMinutes(1))) {
      bench.goodTraffic().cluster.isPromoted(List.of(fresh), Promotion.DONE);
      bench.cluster.growsAfterTheFirstLook(List.of(fresh, added));

      Watched watched = bench.watch(new Until.Promoted(Duration.ofSeconds(2)));

      assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(bench.cluster.log()).as("nothing goes back").isEmpty();
    }
  }
}
