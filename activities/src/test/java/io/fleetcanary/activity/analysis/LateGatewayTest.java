package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that has accepted 50 % and sends the canary nothing for a while. */
class LateGatewayTest {
  private final WatchBench bench = new WatchBench().measures(WatchBench.ERRORS);

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void judgesTheShareFromWhenItObeys() {
    obeysAfter(2, 0);

    Watched watched = watch();

    assertThat(watched.verdict()).as(watched.reason()).isEqualTo(Verdict.PASS);
  }

  @Test
  void isInconclusiveWhereItObeysLongAfterHalfAMinute() {
    obeysAfter(6, 0);

    Watched watched = watch();

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason()).startsWith("share ").contains(" seen, 50 % set, n = ");
  }

  /** Errors are errors, whatever the weight. */
  @Test
  void countsErrorsFromTheBegin() {
    obeysAfter(2, 60);

    Watched watched = watch();

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason()).startsWith("errors ");
  }

  private Watched watch() {
    WatchRequest tenth = bench.request(WatchBench.NOW);
    return bench
        .stub()
        .watch(
            new WatchRequest(
                tenth.plan(), 1, new TrafficWeight(50), tenth.begin(), tenth.until(), 1));
  }

  /**
   * Both arms get 150 requests a scrape once it does; until then stable gets all of them.
   *
   * @param scrapes after the begin
   * @param errors of the canary, in each scrape
   */
  private void obeysAfter(int scrapes, int errors) {
    int begin = 4;
    arm("chat-canary-1", i -> 150 * Math.max(0, i - begin - scrapes), errors / 150.0);
    arm(
        "chat-1",
        i -> 300 * Math.min(i, begin + scrapes) + 150 * Math.max(0, i - begin - scrapes),
        0.01);
    bench.traffic("chat-2", 0, 0);
  }

  private void arm(String pod, Total requests, double rate) {
    bench.counter(
        "http_requests_total{pod=\"%s\",status=\"500\"}",
        pod, i -> Math.floor(requests.until(i) * rate));
    bench.counter(
        "http_requests_total{pod=\"%s\",status=\"200\"}",
        pod, i -> requests.until(i) - Math.floor(requests.until(i) * rate));
  }

  private interface Total {
    int until(int scrape);
  }
}
