package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.story.Shares;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

/**
 * Two routes lead to the service, one of them with another backend beside it, a filter, and rules
 * that only requests with a header match.
 */
interface SeveralRoutes extends OnStage {
  @Scenario
  @DisplayName(
      "S3: two routes move together, other backends keep their share, headers lead on, filters stay")
  default void movesTwoRoutesTogether() {
    Scene scene = stage().scene("two-routes");
    SecondRoute second = new SecondRoute(scene);

    Played played = scene.beside(second).play();

    played.wentWell();
    second.plain().forEach((cluster, report) -> assertShares(played, cluster, report));
    second.gold().forEach((cluster, report) -> assertWeighed(played, cluster, report));
    second
        .free()
        .forEach(
            (cluster, report) -> {
              assertThat(report.byStatus()).as("of tier free in " + cluster).containsOnlyKeys(200);
              assertThat(report.byRevision()).containsOnlyKeys(second.other());
            });
  }

  @Scenario
  @DisplayName("S13: two routes come back together")
  default void bringsBackTwoRoutesTogether() {
    Scene scene = stage().scene("two-routes-bad");
    scene.beside(new SecondRoute(scene));
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
    assertThat(report.seenBy(played.canary())).as("without a filter").containsExactly("");
    assertThat(100.0 * chat / all).as("percent for chat in %s", cluster).isBetween(25.0, 35.0);
  }

  /** Their rule leads to the service alone; its canary has the share that was set all the same. */
  private static void assertWeighed(Played played, String cluster, LoadReport report) {
    assertThat(report.byStatus()).as("of tier gold in %s", cluster).containsOnlyKeys(200);
    assertThat(report.byRevision()).containsOnlyKeys(played.stable(), played.canary());
    for (String revision : report.byRevision().keySet()) {
      assertThat(report.seenBy(revision))
          .as("what the filter puts into requests to %s in %s", revision, cluster)
          .containsExactly("route");
    }
    assertThat(played.result().trail().bakes(cluster))
        .isNotEmpty()
        .allSatisfy(
            bake -> assertThat(new Shares(cluster, played.canary(), report).flaw(bake)).isEmpty());
  }
}
