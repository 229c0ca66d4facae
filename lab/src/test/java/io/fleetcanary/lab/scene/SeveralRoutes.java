package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.dataplane.LoadReport;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

/** Two routes lead to the service, one of them with another backend beside it. */
interface SeveralRoutes extends OnStage {
  /** Name of the resource with the second route that this fleet's gateways understand. */
  String secondRoute();

  @Scenario
  @DisplayName("S3: two routes move together, other backends keep their share")
  default void movesTwoRoutesTogether() {
    Scene scene = stage().scene("two-routes");
    SecondRoute second = new SecondRoute(scene, secondRoute());

    Played played = scene.beside(second).play();

    played.wentWell();
    second.reports().forEach((cluster, report) -> assertShares(played, cluster, report));
  }

  @Scenario
  @DisplayName("S13: two routes come back together")
  default void bringsBackTwoRoutesTogether() {
    Scene scene = stage().scene("two-routes-bad");
    scene.beside(new SecondRoute(scene, secondRoute()));
    scene.canary(good -> good.withErrorRate(0.5));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK)).startsWith("errors ");
    played.isAsBefore();
    played.answeredAllButTheCanarys();
  }

  private static void assertShares(Played played, String cluster, LoadReport report) {
    assertThat(report.byStatus()).as("by the second route in %s", cluster).containsOnlyKeys(200);
    Map<String, Long> by = report.byRevision();
    long all = report.outcomes().size();
    long chat = by.get(played.stable()) + by.get(played.canary());
    assertThat(by).hasSize(3);
    assertThat(100.0 * chat / all).as("percent for chat in %s", cluster).isBetween(25.0, 35.0);
  }
}
