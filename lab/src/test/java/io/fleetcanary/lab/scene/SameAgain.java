package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.story.StartedRollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same image released again and again, with the errors that every service has, must never be
 * called bad. Judged as every release is; where a release asks a person, that is counted, and the
 * answer is to go on, or to try again. By a command of its own, see {@code docs/scenarios.md}.
 */
interface SameAgain extends OnStage {
  int RELEASES = Integer.getInteger("same-again.releases", 30);

  /** Only this many requests a second; 0 is each rate. */
  int RATE = Integer.getInteger("same-again.rate", 0);

  /** So many errors, on both arms, that comparing them might call one of them worse. */
  Behaviour WITH_ERRORS = Behaviour.GOOD.withErrorRate(0.05);

  /** Both are compared with the margin that presets have, and nothing has another limit. */
  String COMPARED =
      """
      {"every": "3s", "metrics": [
        {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
         "of": "http_requests_total{$track}", "worse": "10%", "minRequests": 20},
        {"name": "slow-first-token", "histogram": "vllm:time_to_first_token_seconds{$track}",
         "above": "1s", "worse": "10%", "minRequests": 20},
        {"name": "gpu-load", "query": "avg(DCGM_FI_DEV_GPU_UTIL{$track})", "max": 95}
      ]}
      """;

  /** More than any release asks. */
  int QUESTIONS = 9;

  AgainReport report();

  /**
   * At one rate.
   *
   * @param bake long enough for 200 requests, without which no share is judged
   * @param atOnce how many releases share the fleet at a time; two cores have no room for more
   */
  @ParameterizedTest
  @DisplayName("A/A: the same image is never called bad")
  @MethodSource("io.fleetcanary.lab.scene.SameAgain#rates")
  default void neverCallsTheSameImageBad(int requestsPerSecond, String bake, int atOnce)
      throws Exception {
    Instant began = Instant.now();
    List<AgainReport.Release> releases = new ArrayList<>();
    try (ExecutorService stages = Executors.newFixedThreadPool(atOnce)) {
      List<Future<AgainReport.Release>> playing =
          IntStream.rangeClosed(1, RELEASES)
              .mapToObj(number -> scene(requestsPerSecond, bake, number))
              .map(scene -> stages.submit(() -> AgainReport.Release.of(scene.play())))
              .toList();
      for (Future<AgainReport.Release> one : playing) {
        releases.add(one.get());
      }
    }

    report().add(requestsPerSecond, bake, releases, Duration.between(began, Instant.now()));

    assertThat(releases)
        .hasSize(RELEASES)
        .allSatisfy(
            one -> assertThat(one.ending()).as(one.reason()).isEqualTo(FleetPhase.PROMOTED));
  }

  static Stream<Arguments> rates() {
    return Stream.of(arguments(5, "60s", 10), arguments(50, "30s", 4), arguments(500, "15s", 1))
        .filter(rate -> RATE == 0 || rate.get()[0].equals(RATE));
  }

  @AfterAll
  default void write() {
    report().write();
  }

  private Scene scene(int requestsPerSecond, String bake, int number) {
    Scene scene = stage().scene("same-%d-%d".formatted(requestsPerSecond, number));
    scene.fleet().clusters().forEach(cluster -> scene.stable(cluster, good -> WITH_ERRORS));
    scene.with(
        "revision",
        "{\"name\": \"again\", \"image\": \"%s\", \"env\": {\"AGAIN\": \"yes\"}}"
            .formatted(scene.image("stable")));
    scene
        .with("analysis", COMPARED)
        .with("steps", "[{\"weight\": 25, \"bake\": \"%s\"}]".formatted(bake));
    scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"]}, {"name": "rest", "select": "all", "parallel": 2}]
        """
            .formatted(scene.cluster(0)));
    scene.requestsPerSecond(requestsPerSecond);
    for (int question = 1; question <= QUESTIONS; question++) {
      scene.on(
          "asked",
          Moments.fleet(FleetPhase.HOLDING).and(status -> !status.waitingFor().isEmpty()),
          SameAgain::goOn);
    }
    return scene;
  }

  /** A cluster in trouble is tried again; what nothing is known of goes on. */
  private static void goOn(StartedRollout rollout, FleetStatus status) {
    Waiting asked = status.waitingFor().getFirst();
    if (asked.cluster().isEmpty()) {
      rollout.signal(
          "approve", Map.of("gate", asked.gate(), "digest", status.digest(), "by", "ann"));
    } else {
      rollout.signal("retry", Map.of("cluster", asked.cluster(), "by", "ann"));
    }
  }
}
