package io.fleetcanary.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.forecast.Forecast.Ahead;
import io.fleetcanary.core.plan.Fleets;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.spec.Specs;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final String WAVES =
      """
      [{"name": "first", "clusters": ["eu-1"], "bake": "30m"},
       {"name": "rest", "select": "all", "parallel": 2, "steps": [{"weight": 20, "bake": "5m"}]}]
      """;

  @Test
  void addsUpPodsBakesAndPromotionsUntilEachGate() {
    RolloutPlan plan =
        Fleets.plan(
            Specs.valid(Specs.with("waves", WAVES)),
            Fleets.of("eu-1", "eu-2", "us-1", "us-2"),
            "chat-1");
    TreeMap<String, StableSeen> seen = new TreeMap<>();
    seen.put("eu-1", rolling(4, 2));
    seen.put("us-2", rolling(6, 3));

    assertThat(Forecast.of(plan, seen).waves())
        .containsExactly(
            new Ahead(
                "first",
                1,
                new TrafficWeight(50),
                1,
                Duration.ofMinutes(2 + 40 + 8 + 1 + 30),
                Duration.ofMinutes(8)),
            new Ahead(
                "rest",
                2,
                new TrafficWeight(20),
                4,
                Duration.ofMinutes(2 * (3 + 5 + 18 + 1)),
                Duration.ofMinutes(8 + 2 * 18)));
  }

  @Test
  void countsWhatABakeTakesAtLeastWhereItMayEndEarly() {
    String analysis = "{use: ['vllm'], early: {worse: '60%', after: '12m'}}";
    RolloutPlan plan =
        Fleets.plan(Specs.valid(Specs.with("analysis", analysis)), Fleets.of("eu-1"), "chat-1");

    Ahead first = Forecast.of(plan, new TreeMap<>()).waves().getFirst();

    assertThat(first.takes()).isEqualTo(Duration.ofMinutes(10 + 10 + 12 + 1));
  }

  @Test
  void countsPlannedTimesAloneWhereNothingWasSeen() {
    RolloutPlan plan =
        Fleets.plan(Specs.valid(Specs.with("waves", WAVES)), Fleets.of("eu-1", "us-1"), "chat-1");

    Ahead first = Forecast.of(plan, new TreeMap<>()).waves().getFirst();

    assertThat(first.takes()).isEqualTo(Duration.ofMinutes(40 + 1 + 30));
    assertThat(first.undo()).isZero();
  }

  private static StableSeen rolling(int replicas, int startMinutes) {
    return new StableSeen(replicas, 1, 0, 99, "", Duration.ofMinutes(startMinutes));
  }
}
