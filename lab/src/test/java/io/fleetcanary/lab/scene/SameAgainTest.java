package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same image released again and again, with the errors that every service has, must never be
 * called bad. By a command of its own, see {@code docs/scenarios.md}; it writes a report.
 */
@Tag("same-again")
final class SameAgainTest extends EmbeddedStage {
  private static final int RELEASES = Integer.getInteger("same-again.releases", 30);
  private static final Path REPORT = Path.of("reports", "same-again.md");

  private final List<String> rows = new ArrayList<>();

  @ParameterizedTest
  @DisplayName("A/A: the same image is never called bad")
  @CsvSource({"5, 50s, 10", "50, 8s, 4", "500, 6s, 1"})
  void neverCallsTheSameImageBad(int requestsPerSecond, String bake, int atOnce) throws Exception {
    Instant began = Instant.now();
    List<Played> played = new ArrayList<>();
    try (ExecutorService stages = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Played>> playing = new ArrayList<>();
      for (int number = 1; number <= RELEASES; number++) {
        Scene scene = scene("same-%d-%d".formatted(requestsPerSecond, number), bake);
        playing.add(stages.submit(() -> scene.requestsPerSecond(requestsPerSecond).play()));
      }
      for (Future<Played> one : playing) {
        played.add(one.get());
      }
    }

    report(requestsPerSecond, bake, played, Duration.between(began, Instant.now()));

    assertThat(played)
        .allSatisfy(
            one ->
                assertThat(one.result().outcome().ending())
                    .as(one.result().outcome().reason())
                    .isEqualTo(FleetPhase.PROMOTED));
  }

  @AfterAll
  void write() throws IOException {
    Files.createDirectories(REPORT.getParent());
    Files.writeString(
        REPORT,
        """
        # The same image released again and again

        Three clusters in two waves, one step at 25 %%, 0.2 %% errors on both sides. Embedded fleet.

        | Requests/s to each cluster | Bake | Releases | Promoted | Called bad | Asked a person | Requests | Took |
        |---|---|---|---|---|---|---|---|
        %s
        """
            .formatted(String.join("\n", rows)));
  }

  private Scene scene(String name, String bake) {
    Scene scene = stage().scene(name);
    String stable = scene.image("stable");
    stage()
        .fleet()
        .clusters()
        .forEach(cluster -> stage().fleet().behaviours().set(cluster, stable, Behaviour.GOOD));
    scene.with(
        "revision",
        "{\"name\": \"again\", \"image\": \"%s\", \"env\": {\"AGAIN\": \"yes\"}}".formatted(stable));
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"%s\"}]".formatted(bake));
    scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"]}, {"name": "rest", "select": "all", "parallel": 2}]
        """
            .formatted(scene.cluster(0)));
    return scene.answerOn("asked", Moments.fleet(FleetPhase.HOLDING), "approve");
  }

  private void report(int rate, String bake, List<Played> played, Duration took) {
    long promoted =
        played.stream()
            .filter(one -> one.result().outcome().ending() == FleetPhase.PROMOTED)
            .count();
    long asked = played.stream().filter(one -> one.missed().isEmpty()).count();
    long requests =
        played.stream()
            .flatMap(one -> one.result().answers().values().stream())
            .mapToLong(seen -> seen.outcomes().size())
            .sum();
    rows.add(
        "| %d | %s | %d | %d | %d | %d | %d | %d s |"
            .formatted(
                rate,
                bake,
                played.size(),
                promoted,
                played.size() - promoted,
                asked,
                requests,
                took.toSeconds()));
  }
}
