package io.fleetcanary.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.plan.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DetectionTest {
  private static final List<Criterion> COMPARED = List.of(new Criterion.Worse(0.1));

  private final SortedMap<String, StableSeen> seen = new TreeMap<>();

  @Test
  void tellsWhatEachBakeFindsWhereItFindsLeast() {
    seen.put("eu-1", with(500, 0.005));
    seen.put("eu-2", with(50, 0.005));

    List<Detection> all = Detection.of(plan(), seen);

    assertThat(all).extracting(Detection::cluster).containsOnly("eu-2");
    assertThat(all).extracting(it -> it.weight().percent()).containsExactly(5, 50);
    assertThat(all.getFirst().smallest()).isGreaterThan(2).isFinite();
    assertThat(all.getFirst().doubled()).isGreaterThan(600);
    assertThat(all.getLast().smallest()).isLessThan(all.getFirst().smallest());
    assertThat(all.getLast().doubled()).isLessThan(all.getFirst().doubled());
  }

  @Test
  void findsTheSmallestByTheEndOfTheBake() {
    seen.put("eu-1", with(1000, 0.01));

    Detection half = Detection.of(plan(), seen).getLast();

    // 15 bad requests a second on both arms, evidence of 0.042 each; needed are 3 and ln 250: that
    // is 13.56 s, but of 225 a minute no more than 22 count
    assertThat(half.doubled()).isCloseTo(108.41, within(0.01));
    assertThat(half.smallest()).isBetween(1.1, 1.5);
  }

  @Test
  void saysWhenABakeCanFindNothing() {
    seen.put("eu-1", with(0.001, 0.005));

    List<Detection> all = Detection.of(plan(), seen);

    assertThat(all).noneMatch(Detection::findsSomething);
  }

  @Test
  void saysNothingWhereNobodyHasSeenRequests() {
    seen.put("eu-1", StableSeen.NOTHING);

    assertThat(Detection.of(plan(), seen)).isEmpty();
  }

  @Test
  void warnsOfBakesThatSeeTooFewRequestsForAVerdict() {
    seen.put("eu-1", with(500, 0.005));
    seen.put("eu-2", with(1, 0.005));

    assertThat(ShortBake.of(plan(), seen))
        .extracting(ShortBake::sentence)
        .containsExactly(
            "bake of 10m at 5 % in wave first cannot pass: 30 canary requests of errors expected in"
                + " eu-2 today, at least 50 needed; bake longer, or with more weight");
  }

  @Test
  void warnsOfBakesThatSeeTooFewRequestsForTheShare() {
    seen.put("eu-2", with(0.3, 0.005));

    assertThat(ShortBake.of(plan(), seen).getLast().sentence())
        .isEqualTo(
            "bake of 10m at 50 % in wave first cannot pass: 180 requests of errors expected in eu-2"
                + " today, at least 200 needed; bake longer, or with more weight");
  }

  @Test
  void warnsOfNothingWhereThereAreEnoughRequestsOrNobodyHasSeenThem() {
    seen.put("eu-1", with(500, 0.005));

    assertThat(ShortBake.of(plan(), seen)).isEmpty();
  }

  private static StableSeen with(double perSecond, double bad) {
    return StableSeen.NOTHING.with(List.of(new StableSeen.Rate("errors", perSecond, bad)));
  }

  private static RolloutPlan plan() {
    Metric errors = new Metric.Ratio("errors", "bad{$track}", "of{$track}", 50, COMPARED);
    Metric gpu = new Metric.Gauge("gpu", "avg(gpu)", List.of(new Criterion.Max(95)));
    ClusterRules rules =
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            Duration.ofMinutes(45),
            Duration.ofSeconds(60),
            new AnalysisTemplate(
                Duration.ofSeconds(30), 0.01, List.of(errors, gpu), OnInconclusive.HOLD));
    return new RolloutPlan(
        "chat-1",
        "chat",
        "ml",
        new Revision("2", "server", List.of(new Revision.Env("MODEL", "2"))),
        rules,
        List.of(wave()),
        new FailurePolicy(Scope.FLEET, 0),
        Quorum.ANYBODY,
        "digest");
  }

  private static Wave wave() {
    List<Step> steps =
        List.of(
            new Step.SetScale(new TrafficWeight(5)),
            new Step.SetWeight(new TrafficWeight(5)),
            new Step.Watch(Duration.ofMinutes(10)),
            new Step.SetWeight(new TrafficWeight(50)),
            new Step.Watch(Duration.ofMinutes(10)));
    List<ClusterTarget> clusters =
        List.of(new ClusterTarget("eu-1", "queue"), new ClusterTarget("eu-2", "queue"));
    return new Wave("first", clusters, 1, steps, new Gate(Duration.ZERO, List.of(), Duration.ZERO));
  }
}
