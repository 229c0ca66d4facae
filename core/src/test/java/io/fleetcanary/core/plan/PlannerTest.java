package io.fleetcanary.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.spec.Specs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Metric BUSY =
      new Metric.Gauge(
          "gpu-load",
          "avg(DCGM_FI_DEV_GPU_UTIL{$track})",
          List.of(new Criterion.Max(95)),
          true,
          true);

  private static final List<KnownCluster> FLEET = Fleets.of("eu-1", "eu-2", "us-1", "us-2");
  private static final String ID = "chat-20261125120000-0a1b";

  @DisplayName("S69: another variant for some clusters")
  @Test
  void turnsTheDesignsExampleIntoAPlan() {
    RolloutPlan plan = plan(Specs.tree(Specs.FULL));

    assertThat(plan.rolloutId()).isEqualTo(ID);
    assertThat(plan.service()).isEqualTo("chat");
    assertThat(plan.namespace()).isEqualTo("inference");
    assertThat(plan.revision())
        .isEqualTo(
            new Revision(
                "2026.11.3",
                "server",
                List.of(
                    new Revision.Image(
                        "registry.example/vllm@sha256:" + "0123456789abcdef".repeat(4)),
                    new Revision.Env("MODEL_URI", "s3://models/chat/2026.11.3"))));
    assertThat(plan.failure()).isEqualTo(new FailurePolicy(FailurePolicy.Scope.WAVE, 1));
    assertThat(plan.digest()).matches("[0-9a-f]{64}");
    assertThat(plan.waves())
        .containsExactly(
            new Wave(
                "first",
                targets("eu-1"),
                1,
                steps(),
                new Gate(
                    Duration.ofMinutes(30), List.of("release-managers"), Duration.ofHours(12))),
            new Wave("europe", targets("eu-2"), 2, steps(), silentGate()),
            new Wave("rest", targets("us-1", "us-2"), 1, instructions(20, 5), silentGate()));
  }

  @Test
  void measuresWhatTheExampleAsksFor() {
    ClusterRules rules = plan(Specs.tree(Specs.FULL)).rules();

    assertThat(rules.workload()).isEqualTo(new WorkloadRef("Deployment", "chat-v1"));
    assertThat(rules.route()).isEqualTo(new RouteRef("HTTPRoute", "chat.inference"));
    assertThat(rules.readyWithin()).isEqualTo(Duration.ofMinutes(45));
    assertThat(rules.drain()).isEqualTo(Duration.ofSeconds(90));
    assertThat(rules.analysis().every()).isEqualTo(Duration.ofSeconds(15));
    assertThat(rules.analysis().inconclusive()).isEqualTo(OnInconclusive.ROLL_BACK);
    assertThat(rules.analysis().metrics())
        .containsExactly(
            new Metric.Ratio(
                "errors",
                "http_requests_total{$track,status=~\"5..\"}",
                "http_requests_total{$track}",
                50,
                List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1))),
            new Metric.Latency(
                "slow-first-token",
                "vllm:time_to_first_token_seconds{$track}",
                1.0,
                200,
                List.of(new Criterion.Worse(0.1))),
            BUSY,
            new Metric.Gauge(
                "queue",
                "sum(queue_length)",
                List.of(new Criterion.Max(10.5), new Criterion.Min(0))));
  }

  @Test
  void fillsInEveryDefault() {
    RolloutPlan plan = plan(Specs.minimal());

    assertThat(plan.rules())
        .usingRecursiveComparison()
        .ignoringFields("analysis.alpha")
        .isEqualTo(
            new ClusterRules(
                new WorkloadRef("Deployment", "chat"),
                new RouteRef("HTTPRoute", "chat"),
                Duration.ofMinutes(45),
                Duration.ofSeconds(60),
                new AnalysisTemplate(
                    Duration.ofSeconds(30),
                    0,
                    List.of(),
                    List.of(),
                    KayentaConfig.NONE,
                    OnInconclusive.HOLD,
                    Early.NONE,
                    Duration.ofSeconds(60))));
    assertThat(plan.failure()).isEqualTo(new FailurePolicy(FailurePolicy.Scope.FLEET, 0));
    assertThat(plan.waves())
        .containsExactly(
            new Wave("all", targets("eu-1", "eu-2", "us-1", "us-2"), 1, steps(), silentGate()));
  }

  @Test
  void letsPodsWarmUpForAsLongAsTheSpecSays() {
    assertThat(plan(Specs.with("analysis", "{warmUp: '90s'}")).rules().analysis().warmUp())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void letsPodsWarmUpForATenthOfTheShortestBakeAndAMinuteAtMost() {
    String steps = "[{weight: 5, bake: '%s'}, {weight: 25, bake: '30m'}]";

    assertThat(plan(Specs.with("steps", steps.formatted("10m"))).rules().analysis().warmUp())
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(plan(Specs.with("steps", steps.formatted("2m"))).rules().analysis().warmUp())
        .isEqualTo(Duration.ofSeconds(12));
    assertThat(plan(Specs.with("steps", steps.formatted("8s"))).rules().analysis().warmUp())
        .isZero();
  }

  @Test
  void writesOutWhichServiceIsMeant() {
    String metrics =
        "{metrics: [{name: 'errors', bad: 'bad{s=~\"$namespace-$service-.*\"}', of: 'all', max: '1%',"
            + " scope: 'cluster'}, {name: 'q', query: 'q{s=\"$service\",t=\"$services\"}',"
            + " max: 1, scope: 'cluster'}]}";

    assertThat(plan(Specs.with("analysis", metrics)).rules().analysis().metrics())
        .flatExtracting(Metric::selectors)
        .containsExactly("bad{s=~\"inference-chat-.*\"}", "all", "q{s=\"chat\",t=\"$services\"}");
  }

  @Test
  void splitsTheChanceOfAFalseAlarmOverAllChecks() {
    double alpha = plan(Specs.tree(Specs.FULL)).rules().analysis().alpha();

    // 2 clusters with 3 steps, 2 with 1, each watched while promoted and in probation;
    // 3 limits on counted requests
    // 4 clusters, which have half of it; the other half is for what they prove together
    assertThat(alpha).isCloseTo(0.01 / 2 / 4, within(1e-18));
  }

  @Test
  void roundsAShareOfTheWaveDownButNeverToNothing() {
    assertThat(parallel("'25%'")).isEqualTo(1);
    assertThat(parallel("'74%'")).isEqualTo(2);
    assertThat(parallel("'100%'")).isEqualTo(4);
    assertThat(parallel("3")).isEqualTo(3);
  }

  @Test
  void changesVariablesInTheOrderOfTheirNamesAndArgumentsLast() {
    String revision = "{name: 'v2', args: [], env: {B: '2', A: '1'}}";

    assertThat(plan(Specs.with("revision", revision)).revision().changes())
        .containsExactly(
            new Revision.Env("A", "1"), new Revision.Env("B", "2"), new Revision.Args(List.of()));
  }

  @Test
  void knowsWhatScalesTheWorkload() {
    ScalerRef scaler = new ScalerRef("HorizontalPodAutoscaler", "chat");
    List<SurveyedCluster> surveys = new ArrayList<>(Fleets.surveys(FLEET));
    surveys.set(
        1,
        new SurveyedCluster(
            "eu-2", "server", StableSeen.NOTHING, List.of(), List.of(), "uid", scaler));

    Checked<RolloutPlan> plan =
        Planner.plan(Specs.valid(Specs.minimal()), new KnownFleet(FLEET), surveys, ID);

    assertThat(((Checked.Valid<RolloutPlan>) plan).value().waves())
        .flatExtracting(Wave::clusters)
        .extracting(ClusterTarget::scaler)
        .contains(scaler, ScalerRef.NONE);
  }

  @Test
  void saysWhatASurveyFound() {
    List<SurveyedCluster> surveys = new ArrayList<>(Fleets.surveys(FLEET));
    surveys.set(
        1,
        new SurveyedCluster(
            "eu-2", "", StableSeen.NOTHING, List.of(), List.of("must be idle; wait")));

    assertThat(
            problems(
                Planner.plan(Specs.valid(Specs.minimal()), new KnownFleet(FLEET), surveys, ID)))
        .containsExactly("cluster eu-2: must be idle; wait");
  }

  @Test
  void saysWhichClustersCannotBeSelected() {
    Object tree = Specs.with("waves", "[{name: 'a', clusters: ['mars']}]");

    assertThat(problems(tree))
        .singleElement()
        .asString()
        .startsWith("waves[0].clusters[0]: must be a cluster the worker knows");
  }

  @Test
  void saysWhatComesOfAClusterThatCannotBeReached() {
    RolloutPlan silent = plan(Specs.minimal());
    RolloutPlan told =
        plan(Specs.with("failure", "{budget: 1, reachWithin: '1h', unreachable: 'count'}"));

    assertThat(silent.rules().reachWithin()).isEqualTo(Duration.ofMinutes(10));
    assertThat(silent.failure().countsUnreachable()).isFalse();
    assertThat(told.rules().reachWithin()).isEqualTo(Duration.ofHours(1));
    assertThat(told.failure()).isEqualTo(new FailurePolicy(FailurePolicy.Scope.FLEET, 1, true));
    assertThat(plan(Specs.with("failure", "{reachWithin: '10m', unreachable: 'ask'}")).digest())
        .isEqualTo(silent.digest());
    assertThat(told.digest()).isNotEqualTo(silent.digest());
  }

  private static int parallel(String json) {
    String waves = "[{name: 'a', select: 'all', parallel: " + json + "}]";
    return plan(Specs.with("waves", waves)).waves().getFirst().parallel();
  }

  private static RolloutPlan plan(@Nullable Object tree) {
    return Fleets.plan(Specs.valid(tree), FLEET, ID);
  }

  private static List<String> problems(@Nullable Object tree) {
    return problems(
        Planner.plan(Specs.valid(tree), new KnownFleet(FLEET), Fleets.surveys(FLEET), ID));
  }

  private static List<String> problems(Checked<RolloutPlan> plan) {
    return switch (plan) {
      case Checked.Valid<RolloutPlan> valid -> List.of();
      case Checked.Invalid<RolloutPlan> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>(instructions(5, 10));
    steps.addAll(instructions(25, 10));
    steps.addAll(instructions(50, 20));
    return steps;
  }

  private static List<Step> instructions(int percent, int minutes) {
    TrafficWeight weight = new TrafficWeight(percent);
    return List.of(
        new Step.SetScale(weight),
        new Step.SetWeight(weight),
        new Step.Watch(Duration.ofMinutes(minutes)));
  }

  private static Gate silentGate() {
    return new Gate(Duration.ZERO, List.of(), Duration.ofHours(24));
  }

  private static List<ClusterTarget> targets(String... names) {
    return Stream.of(names).map(name -> new ClusterTarget(name, "fleetcanary")).toList();
  }
}
