package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.core.fleet.StableSeen.Rate;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

class MetricsPresenceTest {
  private static final List<String> PODS = List.of("chat-1", "chat-2");

  @Test
  void tellsWhatRequestsComeToToday() {
    try (WatchBench bench = new WatchBench()) {
      bench.goodTraffic();

      List<Rate> rates = rates(bench, WatchBench.ERRORS, WatchBench.SLOW, WatchBench.GPU);

      assertThat(rates).extracting(Rate::metric).containsExactly("errors", "slow");
      assertThat(rates.getFirst().perSecond()).isCloseTo(45, within(1.0));
      assertThat(rates.getFirst().bad()).isCloseTo(2.0 / 450, within(5e-4));
      assertThat(rates.getLast().bad()).isCloseTo(0.1, within(0.01));
    }
  }

  @Test
  void tellsNothingWhereNothingIsKnown() {
    try (WatchBench bench = new WatchBench()) {
      assertThat(rates(bench, WatchBench.ERRORS)).isEmpty();

      bench.goodTraffic().prometheus.answersOnly(503, "");

      assertThat(rates(bench, WatchBench.ERRORS)).isEmpty();
    }
  }

  @Test
  void countsWhatComesByTheRoutesBesideWhatThePodsAnswer() {
    try (WatchBench bench = new WatchBench()) {
      bench.goodTraffic();
      bench.counter("rq_total{route=\"%s\"}", "chat", i -> 180 * i);
      bench.counter("rq_total{route=\"%s\"}", "chat.public", i -> 90 * i);
      bench.counter("rq_total{route=\"%s\"}", "other", i -> 900 * i);
      bench
          .prometheus
          .series("rq_total{cluster=\"us-1\",route=\"chat\"}")
          .putAll(bench.series("rq_total{route=\"%s\"}", "other"));

      RequestsSeen seen = counted(bench, "rq_total{route=~\"chat.*\"}", WatchBench.ERRORS);

      assertThat(seen.routed().perSecond()).isCloseTo(27, within(0.5));
      assertThat(seen.routed().part()).isCloseTo(0.6, within(0.01));
      assertThat(seen.unknown()).isEmpty();
    }
  }

  @Test
  void countsByAnyCounterOfThePodsThatTellsWhoCame() {
    try (WatchBench bench = new WatchBench()) {
      bench.goodTraffic();
      bench.counter("rq_total{pod=\"%s\",source=\"gateway\"}", "chat-1", i -> 225 * i);
      bench.counter("rq_total{pod=\"%s\",source=\"gateway\"}", "other-1", i -> 225 * i);

      RequestsSeen seen =
          counted(bench, "rq_total{$track,source=\"gateway\"}", WatchBench.GPU, WatchBench.SLOW);

      assertThat(seen.routed().part()).isCloseTo(0.5, within(0.01));
    }
  }

  @Test
  void saysWhyNobodyKnowsWhatComesByTheRoutes() {
    try (WatchBench bench = new WatchBench()) {
      assertUnknown(
          counted(bench, "rq_total", WatchBench.GPU),
          "no metric counts those of the pods; add one with bad and of");
      assertUnknown(
          counted(bench, "rq_total", WatchBench.ERRORS), "none was answered in the last minutes");

      bench.goodTraffic();

      assertUnknown(
          counted(bench, "rq_total", WatchBench.ERRORS),
          "no series for rq_total; correct traffic.routedRequests");

      bench.prometheus.answersOnly(503, "");

      assertUnknown(counted(bench, "rq_total", WatchBench.ERRORS), "prometheus answers HTTP 503");
    }
  }

  private static void assertUnknown(RequestsSeen seen, String why) {
    assertThat(seen.routed().known()).isFalse();
    assertThat(seen.unknown())
        .contains("how many of the requests come by the routes is not known: " + why);
  }

  @Test
  void namesThePresetOfWhatIsScrapedWhereAMetricIsNot() {
    try (WatchBench bench = new WatchBench()) {
      NavigableMap<Instant, Double> one = bench.constant(1);
      bench.series("tgi_request_count{pod=\"%s\"}", "chat-1").putAll(one);
      bench.series("tgi_queue_size{pod=\"%s\"}", "chat-1").putAll(one);

      assertThat(presence(bench).problem(request(WatchBench.SLOW), PODS, WatchBench.SLOW))
          .contains(
              "metric slow must have series for the pods that serve today, got none for"
                  + " ttft_count{$track}; what is scraped there is Hugging Face Text Generation"
                  + " Inference, write use: [tgi]");
    }
  }

  @Test
  void namesNoPresetWhereNothingTellsIt() {
    try (WatchBench bench = new WatchBench()) {
      bench.series("http_requests_total{pod=\"%s\"}", "chat-1").putAll(bench.constant(1));

      assertThat(presence(bench).problem(request(WatchBench.SLOW), PODS, WatchBench.SLOW))
          .hasValueSatisfying(
              problem ->
                  assertThat(problem)
                      .endsWith("check its selector and that prometheus scrapes them"));
    }
  }

  private static List<Rate> rates(WatchBench bench, Metric... metrics) {
    return presence(bench).requests(request(metrics), PODS).rates();
  }

  private static RequestsSeen counted(WatchBench bench, String counter, Metric... metrics) {
    return presence(bench).requests(request(metrics).counting(counter), PODS);
  }

  private static MetricsPresence presence(WatchBench bench) {
    return new MetricsPresence(
        new FleetInventory(List.of(bench.entry())),
        access -> new PrometheusClient(HttpClient.newHttpClient(), access.url()));
  }

  private static SurveyRequest request(Metric... metrics) {
    return new SurveyRequest(
        new ClusterTarget("eu-2", "fleetcanary"),
        "ml",
        "chat",
        new WorkloadRef("Deployment", "chat"),
        new RouteRef("HTTPRoute", "chat"),
        "",
        "",
        List.of(metrics));
  }
}
