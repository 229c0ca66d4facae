package io.fleetcanary.activity.planning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.document.CanonicalJson;
import io.fleetcanary.core.document.RecordTree;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.PlanningActivities.PlanRequest;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.PlanningActivities.SpecText;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetPlanningTest {
  private static final String SPEC =
      """
      {"service": "chat", "namespace": "inference",
       "revision": {"name": "v2", "container": "server", "image": "vllm@sha256:%s",
                    "env": {"MODEL_URI": "s3://models/2 \\"ü\\""}, "args": ["--x"]},
       "waves": [
         {"name": "first", "clusters": ["eu-1"], "approval": {"by": ["ops"]}},
         {"name": "rest", "select": "all", "parallel": "50%%"}],
       "analysis": {"metrics": [
         {"name": "errors", "bad": "bad{$track}", "of": "all{$track}", "max": "2%%", "worse": "10%%"},
         {"name": "slow", "histogram": "seconds{$track}", "above": "250ms", "worse": "10%%"},
         {"name": "gpu", "query": "avg(gpu{$track})", "max": 95, "min": 1.5}]}}
      """
          .formatted("0a".repeat(32));

  private static final List<Revision.Change> CHANGES =
      List.of(
          new Revision.Image("vllm@sha256:" + "0a".repeat(32)),
          new Revision.Env("MODEL_URI", "s3://models/2 \"ü\""),
          new Revision.Args(List.of("--x")));

  private static final SpecText TEXT = new SpecText(SPEC);
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-25T12:00:01Z"), ZoneOffset.ofHours(5));

  private final FleetPlanning planning =
      new FleetPlanning(inventory("us-1", "eu-1", "eu-2"), Policy.NONE, NOON, new Random(12));

  @Test
  void resolvesWhatToSurveyAndUnderWhichId() {
    assertThat(planning.resolve(TEXT))
        .isEqualTo(
            new Resolution.Selected(
                "rollout/inference/chat",
                new SurveyRequest(
                    target("eu-1"),
                    "inference",
                    "chat",
                    new WorkloadRef("Deployment", "chat"),
                    new RouteRef("HTTPRoute", "chat"),
                    "server",
                    "vllm@sha256:" + "0a".repeat(32),
                    metrics(),
                    new Revision("v2", "server", CHANGES).digest()),
                List.of(target("eu-1"), target("us-1"), target("eu-2")),
                CHANGES));
  }

  @Test
  void asksAboutNoFailureWhereTheRevisionMayHaveFailed() {
    String json = SPEC.replaceFirst("\\{", "{\"again\": true, ");

    assertThat(planning.resolve(new SpecText(json)))
        .isInstanceOfSatisfying(
            Resolution.Selected.class,
            selected -> assertThat(selected.survey().digest()).isEmpty());
  }

  @Test
  void asksForNoContainerAndNoImageWhereTheSpecIsSilent() {
    String json =
        """
        {"service": "chat", "namespace": "inference", "revision": {"name": "v2", "args": []},
         "waves": [{"name": "all", "select": "all"}]}
        """;

    assertThat(planning.resolve(new SpecText(json)))
        .isInstanceOfSatisfying(
            Resolution.Selected.class,
            selected -> {
              assertThat(selected.survey().container()).isEmpty();
              assertThat(selected.survey().image()).isEmpty();
              assertThat(selected.survey().metrics()).isEmpty();
            });
  }

  @Test
  void hasTheRequestsOfTheRoutesCountedWhereTheSpecNamesACounter() {
    String traffic = "{\"traffic\": {\"routedRequests\": \"rq{route='$namespace/$service'}\"}, ";

    String spec = SPEC.replaceFirst("\\{", Matcher.quoteReplacement(traffic));

    assertThat(planning.resolve(new SpecText(spec)))
        .isInstanceOfSatisfying(
            Resolution.Selected.class,
            selected ->
                assertThat(selected.survey().routedRequests())
                    .isEqualTo("rq{route='inference/chat'}"));
  }

  @Test
  void refusesTextThatIsNotASpec() {
    assertThat(planning.resolve(new SpecText("{\"service\": \"chat\", \"service\": \"chat\"}")))
        .isEqualTo(
            new Resolution.Refused(
                List.of("service: must be written once, got it again in line 1; remove one")));
    assertThat(planning.resolve(new SpecText("{}")))
        .isEqualTo(
            new Resolution.Refused(
                List.of(
                    "service: must be given; name the Service that callers use",
                    "namespace: must be given; name its namespace",
                    "revision: must be given; say what is new: name, and image, env or args",
                    "waves: must be given; name at least one")));
  }

  @Test
  void namesTheKnownClustersWhenOneIsUnknown() {
    SpecText text = new SpecText(SPEC.replace("[\"eu-1\"]", "[\"eu1\"]"));

    assertThat(planning.resolve(text))
        .isEqualTo(
            new Resolution.Refused(
                List.of(
                    "waves[0].clusters[0]: must be a cluster the worker knows, got \"eu1\"; did you"
                        + " mean eu-1? known are us-1, eu-1, eu-2")));
  }

  @Test
  void answersWhateverIsTyped() {
    Random random = new Random(13);
    for (int run = 0; run < 1000; run++) {
      StringBuilder typed = new StringBuilder(SPEC);
      for (int edit = random.nextInt(4); edit >= 0; edit--) {
        int at = random.nextInt(typed.length());
        int length = random.nextInt(20);
        String other = SPEC.substring(random.nextInt(SPEC.length() - length)).substring(0, length);
        typed.replace(at, Math.min(typed.length(), at + random.nextInt(20)), other);
      }

      assertThat(planning.resolve(new SpecText(typed.toString()))).isNotNull();
    }
  }

  @Test
  void sumsUpProblemsThatNobodyWouldRead() {
    String json =
        IntStream.range(0, 500)
            .mapToObj(number -> "\"unknown" + number + "\": 1")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(planning.resolve(new SpecText(json)))
        .isInstanceOfSatisfying(
            Resolution.Refused.class,
            refused ->
                assertThat(refused.problems()).hasSize(101).last().isEqualTo("and 404 more"));
  }

  @Test
  void plansWithAnIdOfItsOwn() {
    RolloutPlan plan = planned();

    assertThat(plan.rolloutId()).matches("chat-20261125120001-[0-9a-f]{4}");
    assertThat(plan.waves()).extracting(Wave::name).containsExactly("first", "rest");
    assertThat(planned().rolloutId()).isNotEqualTo(plan.rolloutId());
    assertThat(planned().digest()).isEqualTo(plan.digest());
  }

  @Test
  void refusesWhatASurveyRefuses() {
    List<ClusterSurvey> surveys =
        List.of(
            survey("eu-1"),
            survey("us-1"),
            new ClusterSurvey(
                "eu-2",
                "",
                StableSeen.NOTHING,
                List.of(),
                List.of("must not be autoscaled; pause it"),
                List.of()));

    assertThat(planning.plan(new PlanRequest(TEXT, surveys)))
        .isEqualTo(new Planning.Refused(List.of("cluster eu-2: must not be autoscaled; pause it")));
  }

  @Test
  void measuresAChildsInputExactlyAsItGoesOverTheWire() throws IOException {
    ObjectMapper mapper = Payloads.mapper();
    RolloutPlan plan = planned();
    ClusterPlan child = plan.clusterPlan(plan.waves().getFirst(), target("eu-1"), 1);

    String canonical = CanonicalJson.write(RecordTree.of(child));
    byte[] wire = mapper.writeValueAsBytes(child);

    assertThat(mapper.readTree(canonical)).isEqualTo(mapper.readTree(wire));
    assertThat(CanonicalJson.size(RecordTree.of(child))).isEqualTo(wire.length);
    assertThat(mapper.readTree(CanonicalJson.write(RecordTree.of(plan))))
        .isEqualTo(mapper.readTree(mapper.writeValueAsBytes(plan)));
  }

  private RolloutPlan planned() {
    List<ClusterSurvey> surveys = List.of(survey("eu-1"), survey("us-1"), survey("eu-2"));
    return switch (planning.plan(new PlanRequest(TEXT, surveys))) {
      case Planning.Planned planned -> planned.plan();
      case Planning.Refused refused -> throw new AssertionError(refused.problems().toString());
    };
  }

  private static ClusterSurvey survey(String cluster) {
    return new ClusterSurvey(
        cluster, "server", StableSeen.NOTHING, List.of(), List.of(), List.of());
  }

  private static List<Metric> metrics() {
    return List.of(
        new Metric.Ratio(
            "errors",
            "bad{$track}",
            "all{$track}",
            50,
            List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1))),
        new Metric.Latency("slow", "seconds{$track}", 0.25, 50, List.of(new Criterion.Worse(0.1))),
        new Metric.Gauge(
            "gpu", "avg(gpu{$track})", List.of(new Criterion.Max(95), new Criterion.Min(1.5))));
  }

  private static ClusterTarget target(String name) {
    return new ClusterTarget(name, "fleetcanary");
  }

  private static FleetInventory inventory(String... names) {
    return new FleetInventory(
        Stream.of(names)
            .map(
                name ->
                    new ClusterEntry(
                        name,
                        new TreeMap<>(),
                        new ApiAccess.InCluster(),
                        new PrometheusAccess("http://localhost:9090", "", "pod"),
                        "fleetcanary"))
            .toList());
  }
}
