package io.fleetcanary.lab.real;

import io.fleetcanary.activity.analysis.MetricsPresence;
import io.fleetcanary.activity.analysis.PrometheusAnalysis;
import io.fleetcanary.activity.analysis.WatchedCluster;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
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
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One look at a canary, at a Prometheus that tests fill. */
final class OneLook implements AutoCloseable {
  static final String SECOND = "chat-canary-2";
  static final Metric ERRORS =
      new Metric.Ratio(
          "errors",
          "http_requests_total{$track,status=\"500\"}",
          "http_requests_total{$track}",
          50,
          List.of(new Criterion.Max(0.05), new Criterion.Worse(0.1)));

  private final HttpClient http = HttpClient.newHttpClient();
  private final Backfilled prometheus;
  private final TestActivityEnvironment temporal =
      TestActivityEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  OneLook(Backfilled prometheus) {
    this.prometheus = prometheus;
    temporal.registerActivitiesImplementations(
        new PrometheusAnalysis(
            fleet(), new Standing(), at -> new PrometheusClient(http, at.url())));
  }

  /** What is seen of these metrics over all scrapes from the n-th on. */
  Watched at(String namespace, int from, Metric... metrics) {
    return at(namespace, from, template(List.of(), KayentaConfig.NONE, metrics));
  }

  /** The same with more than metrics. */
  Watched at(String namespace, int from, AnalysisTemplate template) {
    return watch(namespace, template, prometheus.scrape(from), Duration.ZERO);
  }

  /** What is seen at one look, or at all those of a bake. */
  Watched watch(String namespace, AnalysisTemplate template, Instant begin, Duration bake) {
    return temporal
        .newActivityStub(
            AnalysisActivities.class,
            ActivityOptions.newBuilder()
                .setScheduleToCloseTimeout(Duration.ofMinutes(2))
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .build())
        .watch(
            new WatchRequest(
                plan(namespace, template),
                1,
                new TrafficWeight(10),
                begin,
                new Until.Baked(bake),
                1));
  }

  static AnalysisTemplate template(List<Likeness> alike, KayentaConfig kayenta, Metric... metrics) {
    return new AnalysisTemplate(
        Duration.ofMinutes(1), 0.001, List.of(metrics), alike, kayenta, OnInconclusive.HOLD);
  }

  /** The same, of pods whose slowness says nothing at first. */
  static AnalysisTemplate warmingUp(Duration warmUp, Metric... metrics) {
    return new AnalysisTemplate(
        Duration.ofMinutes(1),
        0.001,
        List.of(metrics),
        List.of(),
        KayentaConfig.NONE,
        OnInconclusive.HOLD,
        Early.NONE,
        warmUp);
  }

  /** What a survey says of a metric of the pods that serve. */
  Optional<String> surveyed(String namespace, Metric metric) {
    return presence().problem(request(namespace, metric), List.of(Backfilled.STABLE), metric);
  }

  /** What it says of the requests that come by the routes. */
  RequestsSeen counted(String namespace, String counter, Metric metric) {
    return presence()
        .requests(request(namespace, metric).counting(counter), List.of(Backfilled.STABLE));
  }

  private MetricsPresence presence() {
    return new MetricsPresence(fleet(), at -> new PrometheusClient(http, at.url()));
  }

  private static SurveyRequest request(String namespace, Metric metric) {
    return new SurveyRequest(
        new ClusterTarget("eu-1", "fleetcanary"),
        namespace,
        "chat",
        new WorkloadRef("Deployment", "chat"),
        new RouteRef("HTTPRoute", "chat"),
        "",
        "",
        List.of(metric));
  }

  /** The figures of the errors. */
  static String why(Watched watched) {
    return why(watched, ERRORS);
  }

  static String why(Watched watched, Metric metric) {
    return watched.findings().stream()
        .filter(finding -> finding.metric().equals(metric.name()))
        .map(Finding::why)
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    temporal.close();
    http.close();
  }

  private FleetInventory fleet() {
    PrometheusAccess access = new PrometheusAccess(prometheus.url(), "", "pod");
    return new FleetInventory(
        List.of(
            new ClusterEntry(
                "eu-1", new TreeMap<>(), new ApiAccess.InCluster(), access, "fleetcanary")));
  }

  private static ClusterPlan plan(String namespace, AnalysisTemplate template) {
    return new ClusterPlan(
        "chat-20261125120000-ab12",
        "chat",
        namespace,
        new ClusterTarget("eu-1", "fleetcanary"),
        new Revision("2", "server", List.of(new Revision.Env("MODEL_URI", "s3://models/2"))),
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            template),
        List.of(new Step.Watch(Duration.ofMinutes(10))));
  }

  /** Pods that stand still, ready since the third scrape. */
  private final class Standing implements WatchedCluster {
    @Override
    public Arms look(ClusterPlan plan) {
      List<Pod> canary =
          Stream.of(Backfilled.CANARY, SECOND)
              .filter(pod -> pod.equals(Backfilled.CANARY) || plan.namespace().equals("fresh"))
              .map(pod -> new Pod(pod, true, false, Optional.of(sinceTheThird())))
              .toList();
      return new Arms(canary, List.of(new Pod(Backfilled.STABLE, true)), Optional.empty());
    }

    private Readiness sinceTheThird() {
      return new Readiness(prometheus.scrape(1), prometheus.scrape(3));
    }

    @Override
    public void brake(ClusterPlan plan) {}

    @Override
    public void resize(Resizing resizing) {}
  }
}
