package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.status.FleetPhase;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;

/** Half of the service's requests come by none of its routes. */
interface RoutedParts extends OnStage {
  /** What is seen at a weight of 25 %, within the tolerance of a share. */
  String HALF =
      "share 1[0-4](\\.\\d)? % seen, 25 % set, n = \\d+, as if (4\\d|5\\d)(\\.\\d)? % of the"
          + " requests came by its routes, ";

  @Scenario
  @DisplayName("a part of the requests passes the routes, as the spec says: measured and shown")
  default void measuresThePartThatComesByTheRoutes() {
    Scene scene = stage().scene("routed-half").with("traffic", "{\"routed\": \"50%\"}");

    Played played = scene.beside(new PastTheRoutes(scene)).play();

    played.wentWell();
    for (String cluster : scene.fleet().clusters()) {
      assertThat(shares(played, cluster))
          .as(cluster)
          .isNotEmpty()
          .allMatch(Pattern.compile(HALF + "50 % expected").asPredicate());
    }
  }

  @Scenario
  @DisplayName(
      "a part of the requests passes the routes, and nobody has said so: a person is asked")
  default void asksWhereAPartPassesTheRoutesUnsaid() {
    Scene scene = stage().scene("routed-unsaid");
    scene.beside(new PastTheRoutes(scene));
    scene.answerOn("who else calls it?", Moments.fleet(FleetPhase.HOLDING), "reject");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.REJECTED)).contains("rejected by ann: who else calls it?");
    assertThat(played.happened().getLast().status().waitingFor().getFirst().why())
        .containsPattern(HALF + "100 % expected");
    played.isAsBefore();
    played.neverServed(scene.cluster(1));
    played.answeredAll();
  }

  /** What watches of a cluster that are over said of its share. */
  private static List<String> shares(Played played, String cluster) {
    return played.result().trail().entries().stream()
        .flatMap(entry -> entry.cluster(cluster).stream())
        .flatMap(status -> status.findings().stream())
        .filter(finding -> finding.metric().equals("share"))
        .map(Finding::sentence)
        .distinct()
        .toList();
  }
}
