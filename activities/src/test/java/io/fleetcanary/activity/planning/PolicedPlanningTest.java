package io.fleetcanary.activity.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.core.policy.PolicyReader;
import io.fleetcanary.workflow.PlanningActivities.PlanRequest;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.PlanningActivities.SpecText;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a policy lets be planned: a preview and a rollout ask the same two questions. */
class PolicedPlanningTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtAnHaNj3OzTvUx0zCTk34c712qd6FNpW2ahkRJ4qxb ann";
  private static final String POLICY =
      """
      {"namespaces": ["inference"], "people": {"ann": {"groups": ["ops"], "keys": ["%s"]}, "eve": {}},
       "approvals": [{"where": {"env": "production"}, "count": 1, "identity": "verified"}]}
      """
          .formatted(KEY);
  private static final SpecText ALLOWED =
      new SpecText(
          """
          {"service": "chat", "namespace": "inference", "by": "eve",
           "revision": {"name": "v2", "image": "vllm@sha256:%s"},
           "waves": [{"name": "first", "clusters": ["test-1"], "approval": {"by": ["ops"]}},
                     {"name": "rest", "clusters": ["prod-1"]}]}
          """
              .formatted("0a".repeat(32)));
  private static final SpecText ELSEWHERE =
      new SpecText(ALLOWED.json().replace("\"inference\"", "\"default\""));

  private static final String NOT_THERE =
      "namespace: must be one that the policy allows, got \"default\"; use inference";

  private final FleetPlanning planning = planning(policy());

  @Test
  void selectsNothingThatThePolicyDoesNotAllow() {
    assertThat(planning.resolve(ELSEWHERE)).isEqualTo(new Resolution.Refused(List.of(NOT_THERE)));
    assertThat(planning.resolve(ALLOWED)).isInstanceOf(Resolution.Selected.class);
    assertThat(planning(Policy.NONE).resolve(ELSEWHERE)).isInstanceOf(Resolution.Selected.class);
  }

  /** The worker that is asked second may have another policy than the first. */
  @Test
  void plansNothingThatThePolicyDoesNotAllow() {
    assertThat(planning.plan(request(ELSEWHERE)))
        .isEqualTo(new Planning.Refused(List.of(NOT_THERE)));
    assertThat(planning(Policy.NONE).plan(request(ELSEWHERE))).isInstanceOf(Planning.Planned.class);
  }

  @Test
  void plansWhoseConsentsThePolicyWants() {
    RolloutPlan plan = planned(planning);

    List<Approver> ops = List.of(new Approver("ann", List.of(KEY)));
    assertThat(plan.waves().getFirst().gate().quorum())
        .isEqualTo(new Quorum(1, Identity.VERIFIED, ops, "eve"));
    assertThat(plan.holds().identity()).isEqualTo(Identity.VERIFIED);
    assertThat(plan.holds().people()).extracting(Approver::name).containsExactly("ann", "eve");
    assertThat(plan.digest()).isNotEqualTo(planned(planning(Policy.NONE)).digest());
  }

  private static RolloutPlan planned(FleetPlanning planning) {
    return switch (planning.plan(request(ALLOWED))) {
      case Planning.Planned planned -> planned.plan();
      case Planning.Refused refused -> throw new AssertionError(refused.problems().toString());
    };
  }

  private static PlanRequest request(SpecText spec) {
    return new PlanRequest(
        spec,
        Stream.of("test-1", "prod-1")
            .map(
                cluster ->
                    new ClusterSurvey(
                        cluster, "server", StableSeen.NOTHING, List.of(), List.of(), List.of()))
            .toList());
  }

  private static Policy policy() {
    return switch (JsonText.read(POLICY).then(PolicyReader::read)) {
      case Checked.Valid<Policy> valid -> valid.value();
      case Checked.Invalid<Policy> invalid ->
          throw new AssertionError(invalid.problems().toString());
    };
  }

  private static FleetPlanning planning(Policy policy) {
    FleetInventory inventory =
        new FleetInventory(List.of(cluster("test-1", "test"), cluster("prod-1", "production")));
    Clock noon = Clock.fixed(Instant.parse("2026-11-25T12:00:01Z"), ZoneOffset.UTC);
    return new FleetPlanning(inventory, policy, noon, new Random(12));
  }

  private static ClusterEntry cluster(String name, String env) {
    return new ClusterEntry(
        name,
        new TreeMap<>(Map.of("env", env)),
        new ApiAccess.InCluster(),
        new PrometheusAccess("http://localhost:9090", "", "pod"),
        "fleetcanary");
  }
}
