package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Missing or odd data is never good news, and never a reason to go back by itself. */
class InconclusiveTest {
  private static final Duration SOON = Duration.ofMillis(200);

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void noDataFromTheCanary() {
    bench.traffic("chat-1", 225, 1).traffic("chat-2", 225, 1);

    assertInconclusive("errors: no data from the canary");
  }

  @Test
  void noDataFromStable() {
    bench.traffic("chat-canary-1", 50, 0.25);

    assertInconclusive("errors: no data from stable");
  }

  @Test
  void noCanaryPods() {
    bench.goodTraffic().cluster.has(List.of(), FakeCluster.STABLE);

    assertInconclusive("no canary pods");
  }

  @Test
  void noStablePods() {
    bench.goodTraffic().cluster.has(FakeCluster.CANARY, List.of());

    assertInconclusive("errors: no stable pods");
  }

  @DisplayName("S8: how many pods of a step may fail; no verdict before enough are ready")
  @Test
  void aCanaryPodThatIsNotReady() {
    bench.goodTraffic().cluster.has(List.of(new Pod("chat-canary-1", false)), FakeCluster.STABLE);

    assertInconclusive("0 of 1 canary pods ready");
  }

  @Test
  void podsThatCannotBeSeen() {
    bench.goodTraffic().cluster.cannotBeSeen();

    assertInconclusive("pods not seen for 15 s: connection refused");
  }

  @Test
  void tooFewRequestsOfTheCanary() {
    bench.traffic("chat-canary-1", 2, 0).traffic("chat-1", 9, 0).traffic("chat-2", 9, 0);

    assertInconclusive("errors: 46 canary requests, at least 50 needed");
  }

  @Test
  void tooFewRequestsToSeeTheShare() {
    bench.traffic("chat-canary-1", 4, 0).traffic("chat-1", 2, 0).traffic("chat-2", 2, 0);

    assertInconclusive("share of 10 % set, n = 184, at least 200 needed");
  }

  @Test
  void aShareThatIsNotTheOneSet() {
    bench.traffic("chat-canary-1", 50, 0.25).traffic("chat-1", 75, 0.3).traffic("chat-2", 75, 0.3);

    assertInconclusive("share 25 % seen, 10 % set, n = 4600");
  }

  @Test
  void aPromotedStableWithoutData() {
    bench.looksEvery(SOON).cluster.isPromoted();

    Watched watched = bench.watch(new Until.Promoted(Duration.ofMinutes(10)));

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason()).isEqualTo("errors: no data from the canary, cluster eu-2");
    assertThat(bench.cluster.log()).isEmpty();
  }

  @Test
  void aPromotedStableWithTooFewRequests() {
    bench.traffic("chat-1", 1, 0).traffic("chat-2", 1, 0).looksEvery(SOON).cluster.isPromoted();

    Watched watched = bench.watch(new Until.Promoted(Duration.ofSeconds(1)));

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason())
        .isEqualTo("errors: 46 canary requests, at least 50 needed, cluster eu-2");
  }

  @Test
  void samplesThatAreStale() {
    bench.goodTraffic();
    bench.prometheus.cutsOff(bench.scrape(20));

    assertInconclusive("errors: stale, no sample of chat-canary-1 for 30.0 s");
  }

  @Test
  void aCounterThatIsNotANumber() {
    bench
        .goodTraffic()
        .series("http_requests_total{pod=\"%s\",status=\"200\"}", "chat-canary-1")
        .put(bench.scrape(12), Double.NaN);

    assertInconclusive("errors: a counter of chat-canary-1 is NaN");
  }

  @Test
  void aGaugeThatIsNotANumber() {
    bench
        .goodTraffic()
        .series("gpu{pod=\"%s\"}", "chat-canary-1")
        .putAll(bench.constant(Double.NaN));

    assertInconclusive("gpu-load: value must be a number, got NaN");
  }

  @Test
  void aGaugeWithoutData() {
    bench.goodTraffic().series("gpu{pod=\"%s\"}", "chat-canary-1").clear();

    assertInconclusive("gpu-load: no data");
  }

  /** Prometheus itself would show it for five minutes. */
  @Test
  void aGaugeOfAnOldSample() {
    bench.goodTraffic();
    bench.series("gpu{pod=\"%s\"}", "chat-canary-1").tailMap(bench.scrape(5), true).clear();

    assertInconclusive("gpu-load: no data");
  }

  @Test
  void aGaugeWithTwoSeries() {
    Metric.Gauge each = new Metric.Gauge("gpu-load", "gpu{}", List.of(new Criterion.Max(95)));

    bench.measures(WatchBench.ERRORS, each).goodTraffic();

    assertInconclusive("gpu-load: 3 values, query must give one");
  }

  @Test
  void aSeriesOfAPodThatIsNotKnown() {
    Metric.Ratio everybody =
        new Metric.Ratio(
            "errors",
            "http_requests_total{$track,status=\"500\"}",
            "http_requests_total{}",
            50,
            limit());

    bench.measures(everybody).goodTraffic();

    assertInconclusive("errors: unknown pod chat-1");
  }

  @Test
  void moreBadRequestsThanRequests() {
    Metric.Ratio swapped =
        new Metric.Ratio(
            "errors",
            "http_requests_total{$track}",
            "http_requests_total{$track,status=\"500\"}",
            0,
            List.of(new Criterion.Max(1)));

    bench.measures(WatchBench.ERRORS, swapped).goodTraffic();

    assertInconclusive("errors: more bad requests than requests");
  }

  @Test
  void aBucketEdgeThatDoesNotExist() {
    Metric.Latency odd =
        new Metric.Latency("slow", "ttft{$track}", 0.3, 50, List.of(new Criterion.Worse(0.1)));

    bench.measures(WatchBench.ERRORS, odd).goodTraffic();

    assertInconclusive("slow: no bucket edge at 0.3 s");
  }

  @Test
  void onlyOneSample() {
    bench.goodTraffic().prometheus.forgets(bench.scrape(24));

    assertInconclusive("errors: no second sample yet");
  }

  @Test
  void aSlowPrometheus() {
    bench.goodTraffic().looksEvery(SOON).prometheus.hangsOn("");

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason())
        .matches("errors: prometheus (did not answer within 1000 ms|.*HttpTimeoutException), .*");
  }

  /** The metrics are counted all the same. */
  @Test
  void notAPastThatIsNotTold() {
    bench.goodTraffic().looksEvery(SOON).prometheus.hangsOn("[265m:10m]");

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.findings())
        .extracting(Finding::why)
        .anyMatch(why -> why.contains("dispersion not known"));
  }

  @Test
  void anUnreachablePrometheus() {
    bench.goodTraffic().looksEvery(SOON).prometheus.close();

    assertInconclusive("errors: prometheus cannot be reached: ConnectException");
  }

  @Test
  void aPrometheusThatRefusesTheQuery() {
    bench
        .goodTraffic()
        .prometheus
        .answersOnly(
            422, "{\"status\":\"error\",\"error\":\"query processing would load too much\"}");

    assertInconclusive("errors: prometheus refuses: query processing would load too much");
  }

  @Test
  void aPrometheusThatWarnsOfMissingParts() {
    bench
        .goodTraffic()
        .looksEvery(SOON)
        .prometheus
        .answersOnly(
            200,
            "{\"status\":\"success\",\"warnings\":[\"store eu is away\"],"
                + "\"data\":{\"resultType\":\"vector\",\"result\":[]}}");

    assertInconclusive("errors: prometheus warns: store eu is away");
  }

  private void assertInconclusive(String why) {
    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.reason()).isEqualTo(why + ", cluster eu-2");
    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(bench.cluster.log()).isEmpty();
  }

  private static List<Criterion> limit() {
    return List.of(new Criterion.Max(0.02));
  }
}
