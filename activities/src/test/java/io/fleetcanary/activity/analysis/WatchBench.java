package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.prometheus.FakePrometheus;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.workflow.AnalysisActivities;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.Payloads;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * A watch in cluster eu-2 of a canary that should get 10 % of the requests, with four minutes of
 * samples, one each ten seconds, already there.
 */
final class WatchBench implements AutoCloseable {
  static final Metric ERRORS =
      new Metric.Ratio(
          "errors",
          "http_requests_total{$track,status=~\"5..\"}",
          "http_requests_total{$track}",
          50,
          List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1)));
  static final Metric SLOW =
      new Metric.Latency("slow", "ttft{$track}", 0.5, 50, List.of(new Criterion.Worse(0.1)));
  static final Metric GPU =
      new Metric.Gauge("gpu-load", "avg(gpu{$track})", List.of(new Criterion.Max(95)));
  static final Until NOW = new Until.Baked(Duration.ZERO);

  private static final Duration SCRAPE = Duration.ofSeconds(10);
  private static final int SCRAPES = 24;

  final FakePrometheus prometheus = new FakePrometheus();
  final FakeCluster cluster = new FakeCluster();
  final TestActivityEnvironment temporal =
      TestActivityEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());
  private final Instant last = Instant.now();
  private final Instant begin = last.minus(SCRAPE.multipliedBy(SCRAPES)).minusSeconds(1);
  private final String target;
  private List<Metric> metrics = List.of(ERRORS, SLOW, GPU);
  private List<Likeness> alike = List.of();
  private KayentaConfig kayenta = KayentaConfig.NONE;
  private Duration every = Duration.ofSeconds(5);
  private Early early = Early.NONE;
  private Duration warmUp = Duration.ZERO;

  WatchBench() {
    this("eu-2");
  }

  /**
   * @param target the cluster of the plan; the worker knows eu-2 only
   */
  WatchBench(String target) {
    this.target = target;
    temporal.registerActivitiesImplementations(
        new PrometheusAnalysis(
            new FleetInventory(List.of(entry())),
            cluster,
            access -> new PrometheusClient(HttpClient.newHttpClient(), access.url())));
  }

  WatchBench measures(Metric... some) {
    metrics = List.of(some);
    return this;
  }

  WatchBench warmsUp(Duration time) {
    warmUp = time;
    return this;
  }

  WatchBench endsEarly(Early some) {
    early = some;
    return this;
  }

  WatchBench asks(KayentaConfig config) {
    kayenta = config;
    return this;
  }

  WatchBench likens(Likeness... some) {
    alike = List.of(some);
    return this;
  }

  /** Prompts of so many tokens on both arms, each with as many requests as in good traffic. */
  WatchBench prompts(int canary, int stable) {
    prompts("chat-canary-1", 50, canary);
    prompts("chat-1", 225, stable);
    prompts("chat-2", 225, stable);
    return this;
  }

  private void prompts(String pod, int requests, int tokens) {
    counter("prompt_count{pod=\"%s\"}", pod, i -> requests * i);
    counter("prompt_sum{pod=\"%s\"}", pod, i -> requests * i * (double) tokens);
  }

  WatchBench looksEvery(Duration time) {
    every = time;
    return this;
  }

  /** Canary and stable with 50 and 450 requests a scrape, both with an error now and then. */
  WatchBench goodTraffic() {
    return traffic("chat-canary-1", 50, 0.25).traffic("chat-1", 225, 1).traffic("chat-2", 225, 1);
  }

  /** The same, but 10 of the canary's 50 are errors. */
  WatchBench badTraffic() {
    return traffic("chat-canary-1", 50, 10).traffic("chat-1", 225, 1).traffic("chat-2", 225, 1);
  }

  /** Requests and errors of one pod between two scrapes; every tenth is slow; the GPU is busy. */
  WatchBench traffic(String pod, int requests, double errors) {
    counter("http_requests_total{pod=\"%s\",status=\"500\"}", pod, i -> Math.floor(errors * i));
    counter(
        "http_requests_total{pod=\"%s\",status=\"200\"}",
        pod, i -> requests * i - Math.floor(errors * i));
    counter("ttft_count{pod=\"%s\"}", pod, i -> requests * i);
    counter("ttft_bucket{pod=\"%s\",le=\"0.5\"}", pod, i -> Math.floor(requests * 0.9 * i));
    series("gpu{pod=\"%s\"}", pod).putAll(constant(55));
    return this;
  }

  /** Stable's pods are four hours old, and answer alike: their noise is known. */
  WatchBench knowsStable() {
    for (String pod : List.of("chat-1", "chat-2")) {
      before("ttft_count{pod=\"%s\"}", pod, 1000);
      before("ttft_bucket{pod=\"%s\",le=\"0.5\"}", pod, 900);
    }
    return this;
  }

  private void before(String selector, String pod, double each) {
    for (int i = 3; i <= 60; i++) {
      series(selector, pod).put(begin.minus(Duration.ofMinutes(4L * i)), -each * i);
    }
  }

  void counter(String selector, String pod, IntToDoubleFunction total) {
    NavigableMap<Instant, Double> samples = series(selector, pod);
    for (int i = 0; i <= SCRAPES + 4; i++) {
      samples.put(scrape(i - 4), total.applyAsDouble(i));
    }
  }

  NavigableMap<Instant, Double> series(String selector, String pod) {
    String labels = "cluster=\"eu-2\",namespace=\"ml\",";
    return prometheus.series(selector.formatted(pod).replace("{", "{" + labels));
  }

  /** When the n-th sample was scraped; the 24th is the newest. */
  Instant scrape(int n) {
    return last.minus(SCRAPE.multipliedBy(SCRAPES - n));
  }

  NavigableMap<Instant, Double> constant(double value) {
    NavigableMap<Instant, Double> samples = new TreeMap<>();
    for (int i = 0; i <= SCRAPES; i++) {
      samples.put(scrape(i), value);
    }
    return samples;
  }

  Watched watch(Until until) {
    return stub().watch(request(until));
  }

  AnalysisActivities stub() {
    return temporal.newActivityStub(
        AnalysisActivities.class,
        ActivityOptions.newBuilder()
            .setScheduleToCloseTimeout(Duration.ofMinutes(1))
            .setHeartbeatTimeout(Duration.ofSeconds(1))
            .build());
  }

  WatchRequest request(Until until) {
    return new WatchRequest(plan(), 1, new TrafficWeight(10), begin, until, 1);
  }

  @Override
  public void close() {
    temporal.close();
    prometheus.close();
  }

  private ClusterPlan plan() {
    return new ClusterPlan(
        "chat-20261125120000-ab12",
        "chat",
        "ml",
        new ClusterTarget(target, "fleetcanary"),
        new Revision("2", "server", List.of(new Revision.Env("MODEL_URI", "s3://models/2"))),
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            new AnalysisTemplate(
                every, 0.001, metrics, alike, kayenta, OnInconclusive.HOLD, early, warmUp)),
        List.of(new Step.Watch(Duration.ofMinutes(10))));
  }

  PrometheusAccess access() {
    return new PrometheusAccess(prometheus.url(), "cluster=\"eu-2\"", "pod");
  }

  ClusterEntry entry() {
    return new ClusterEntry(
        "eu-2", new TreeMap<>(), new ApiAccess.InCluster(), access(), "fleetcanary");
  }
}
