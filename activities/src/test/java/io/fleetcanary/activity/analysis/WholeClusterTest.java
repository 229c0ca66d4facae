package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters of the cluster as a whole, as a gateway has them: its own pods, or none, are theirs. */
class WholeClusterTest {
  private static final String OURS =
      "service=~\"httproute-.+-svc-ml-chat(-canary)?-[0-9]+@kubernetesgateway\"";
  private static final Metric GATEWAY =
      new Metric.Ratio(
          "gateway",
          "traefik_service_requests_total{" + OURS + ",code=~\"5..\"}",
          "traefik_service_requests_total{" + OURS + "}",
          500,
          List.of(new Criterion.Max(0.05)));

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void passWhatIsBelowTheLimitThoughAnotherServiceFails() {
    gateway("ml-chat-0", 450, 1);
    gateway("ml-chat-canary-1", 50, 1);
    gateway("ml-billing-0", 450, 400);

    Watched watched = watch();

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(sentence(watched, "gateway"))
        .isEqualTo("gateway 0.4 % against limit 5 %, n = 11500");
    assertThat(sentence(watched, "share")).startsWith("share 10 % seen, 10 % set");
  }

  @Test
  void failWhatIsAboveTheLimit() {
    gateway("ml-chat-0", 450, 20);
    gateway("ml-chat-canary-1", 50, 40);

    assertThat(watch().reason()).isEqualTo("gateway 12 % > limit 5 %, n = 11500, cluster eu-2");
  }

  @Test
  void sayNothingWhereThereIsNoSeries() {
    Watched watched = watch();

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason()).isEqualTo("gateway: no data, cluster eu-2");
  }

  /** The first metric that counts requests; the share of the canary is seen on another. */
  private Watched watch() {
    return bench.goodTraffic().measures(GATEWAY, WatchBench.ERRORS).watch(WatchBench.NOW);
  }

  private void gateway(String backend, int requests, int errors) {
    String series =
        "traefik_service_requests_total{pod=\"%s\",service=\"httproute-ml-chat-gw-default-gateway"
            + "-ep-web-0-svc-"
            + backend
            + "@kubernetesgateway\",code=\"";
    bench.counter(series + "200\"}", "traefik-1", i -> (double) (requests - errors) * i);
    bench.counter(series + "500\"}", "traefik-1", i -> (double) errors * i);
  }

  private static String sentence(Watched watched, String metric) {
    return watched.findings().stream()
        .filter(finding -> finding.metric().equals(metric))
        .map(Finding::sentence)
        .findFirst()
        .orElseThrow();
  }
}
