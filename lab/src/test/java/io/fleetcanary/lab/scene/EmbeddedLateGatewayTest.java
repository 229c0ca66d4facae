package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** Gateways that accept a weight at once and obey it seconds later, as those of real meshes do. */
@Tag("long")
final class EmbeddedLateGatewayTest extends EmbeddedStage {
  /** Half of a bake: what the canary did not get then is far more than the share may be off. */
  private static final Duration LATE = Duration.ofSeconds(20);

  private static final String STEPS =
      """
      [{"weight": 25, "bake": "40s"}, {"weight": 50, "bake": "40s"}]
      """;

  private static final String WAVES =
      """
      [{"name": "all", "select": "all", "parallel": 3}]
      """;

  @Override
  protected LabFleet startFleet(Path in) {
    EmbeddedFleet fleet = EmbeddedFleet.start(startTemporal(in), clusters());
    fleet.gatewaysObeyRisesAfter(LATE);
    return fleet;
  }

  @Scenario
  @DisplayName("gateways obey each weight 20 s late: the share counts from then on, it goes well")
  void goesOnWhereGatewaysObeyLate() {
    Scene scene = stage().scene("late-gateway").with("steps", STEPS).with("waves", WAVES);

    scene.play().wentWell();
  }

  @Scenario
  @DisplayName("gateways obey each weight 20 s late: a bad canary goes back all the same")
  void goesBackWhereGatewaysObeyLate() {
    Scene scene = stage().scene("late-and-bad").with("steps", STEPS).with("waves", WAVES);
    scene.canary(good -> good.withErrorRate(0.3));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK)).startsWith("errors ");
    played.isAsBefore();
  }
}
