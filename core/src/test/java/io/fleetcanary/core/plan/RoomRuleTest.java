package io.fleetcanary.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.spec.Specs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoomRuleTest {
  private static final List<KnownCluster> FLEET = Fleets.of("eu-1");

  @Test
  @DisplayName("S85: refuses a cluster without room for canary and surge")
  void refusesAClusterWithoutRoomForCanaryAndSurge() {
    assertThat(plan(2))
        .isInstanceOfSatisfying(
            Checked.Invalid.class,
            invalid ->
                assertThat(invalid.problems().toString())
                    .isEqualTo(
                        "[cluster eu-1: must have room for 3 more pods (canary at 50 %: 2, surge"
                            + " of promotion: 1), got 2: 2 nvidia.com/gpu free;"
                            + " make room, or lower the last step's weight]"));
  }

  @Test
  void takesAClusterThatHasJustEnough() {
    assertThat(plan(3)).isInstanceOf(Checked.Valid.class);
  }

  @Test
  void rollsOneLotAfterTheOther() {
    var stable = new StableSeen(10, 2, 1, 99, "", Duration.ofMinutes(3));

    assertThat(stable.rolling()).isEqualTo(Duration.ofMinutes(12));
  }

  private static Checked<RolloutPlan> plan(int room) {
    var stable = new StableSeen(4, 1, 0, room, room + " nvidia.com/gpu free", Duration.ZERO);
    return Planner.plan(
        Specs.valid(Specs.with("waves", "[{\"name\": \"all\", \"select\": \"all\"}]")),
        new KnownFleet(FLEET),
        List.of(new SurveyedCluster("eu-1", "server", stable, List.of(), List.of())),
        "chat-1");
  }
}
