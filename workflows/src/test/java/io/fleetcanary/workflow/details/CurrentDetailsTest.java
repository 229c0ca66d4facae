package io.fleetcanary.workflow.details;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentDetailsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T13:00:00Z");

  private static final String WAITING =
      """
      | what | where it stands |
      |---|---|
      | **chat 2026.11.3** | **WAITING_FOR_APPROVAL**: chat-20261125130000-a1b2 |
      | wave first | 1 PROBATION |
      | wave rest | 1 QUEUED |
      | gate **first** | waits until 2026-11-26T13:00:00Z: it has baked; otherwise it goes back |

      **next:** send `approve` or `reject`, with

      ```json
      {
        "gate": "first",
        "digest": "4be1d0a5",
        "by": "you",
        "reason": "why"
      }
      ```

      or type

      ```sh
      fleetcanary approve inference/chat --gate first
      ```
      """;

  @Test
  void endsWithTheExactJsonForWhatItWaitsFor() {
    String details =
        CurrentDetails.of(
            status(
                FleetPhase.WAITING_FOR_APPROVAL,
                List.of(
                    new WaveStatus("first", List.of(cluster("eu-1", ClusterPhase.PROBATION))),
                    new WaveStatus("rest", List.of(cluster("eu-2", ClusterPhase.QUEUED)))),
                List.of(waiting("first"))));

    assertThat(details).isEqualTo(WAITING);
  }

  @Test
  void endsWithWhatSignsWhereAConsentMustBeSigned() {
    String details =
        CurrentDetails.of(
            status(FleetPhase.WAITING_FOR_APPROVAL, List.of(), List.of(waiting("first").toSign())));

    assertThat(details)
        .contains("  \"signature\": \"text of the .sig file\",\n")
        .contains("  \"at\": \"time in the signed text\"\n}")
        .contains("approve inference/chat --gate first --key ~/.ssh/id_ed25519\n");
  }

  @Test
  void showsClustersThatAreUnderWay() {
    String details =
        CurrentDetails.of(
            status(
                FleetPhase.RELEASING,
                List.of(
                    new WaveStatus(
                        "all",
                        List.of(
                            cluster("eu-1", ClusterPhase.BAKING),
                            cluster("eu-2", ClusterPhase.BAKING)))),
                List.of()));

    assertThat(details)
        .contains("| wave all | 2 BAKING |\n", "| eu-2 | BAKING, set 25 %, seen 24.8 % |\n");
  }

  @ParameterizedTest
  @CsvSource({
    "RELEASING, 'nothing, it goes on by itself; `pause` and `abort` take', abort",
    "PAUSED, 'send `resume` or `abort`, with', resume",
    "RETURNING, 'nothing, it goes back by itself',",
    "ABORTED, 'nothing, it has ended',"
  })
  void saysWhatToDoNextInEveryPhase(FleetPhase phase, String next, String verb) {
    String order =
        """

        ```json
        {
          "by": "you",
          "reason": "why"
        }
        ```

        or type

        ```sh
        fleetcanary VERB inference/chat
        ```
        """;

    String details = CurrentDetails.of(status(phase, List.of(), List.of()));

    assertThat(details)
        .endsWith(
            "\n\n**next:** " + next + (verb == null ? "" : "\n" + order.replace("VERB", verb)));
  }

  @Test
  void offersToTryAClusterAgain() {
    Waiting hold = waiting("hold/eu-1/1").orRetry("eu-1");

    String details = CurrentDetails.of(status(FleetPhase.HOLDING, List.of(), List.of(hold)));

    assertThat(details)
        .contains(
            """

            or `retry`, with

            ```json
            {
              "cluster": "eu-1",
              "by": "you"
            }
            ```
            """)
        .contains("\nfleetcanary approve inference/chat --gate hold/eu-1/1\n");
  }

  @Test
  void hasNothingToSayBeforeThePlan() {
    FleetStatus early =
        new FleetStatus(
            "rollout/inference/chat",
            "",
            "chat",
            "inference",
            "",
            "",
            FleetPhase.PLANNING,
            "",
            List.of(),
            List.of(),
            List.of());

    assertThat(CurrentDetails.of(early)).contains("| **chat** | **PLANNING** |\n");
  }

  /** Neither a bar nor a line break, and nobody is called. */
  @Test
  void staysATableWhateverPeopleType() {
    WaveStatus wave =
        new WaveStatus(
            "first",
            List.of(
                new ClusterStatus(
                    "eu-1",
                    ClusterPhase.RETURNING,
                    new TrafficWeight(25),
                    new ShareSeen(248, 1000),
                    List.of(),
                    "aborted by @ann: a|b\\|c\nsee #12",
                    NOW)));

    String details = CurrentDetails.of(status(FleetPhase.RETURNING, List.of(wave), List.of()));

    assertThat(details).contains("aborted by @\u2060ann: a\\|b\\\\\\|c; see #\u206012 |\n");
  }

  @Test
  void staysShortHoweverLargeTheFleet() {
    List<WaveStatus> waves = IntStream.range(0, 50).mapToObj(CurrentDetailsTest::wave).toList();
    List<Waiting> waiting = IntStream.range(0, 50).mapToObj(i -> waiting("hold/c/" + i)).toList();

    String details = CurrentDetails.of(status(FleetPhase.HOLDING, waves, waiting));

    List<String> table = details.lines().takeWhile(row -> !row.isEmpty()).toList();
    assertThat(table).hasSizeLessThanOrEqualTo(25).allMatch(row -> row.startsWith("|"));
    assertThat(details).contains("| and 41 more waves |", "| and 995 more clusters |");
    assertThat(details.lines().skip(table.size())).hasSizeLessThanOrEqualTo(30);
    assertThat(details).contains("\"gate\": \"hold/c/0\"");
  }

  private static WaveStatus wave(int number) {
    return new WaveStatus(
        "w-" + number,
        IntStream.range(0, 20)
            .mapToObj(i -> cluster("c-" + number + "-" + i, ClusterPhase.RETURNING))
            .toList());
  }

  private static ClusterStatus cluster(String name, ClusterPhase phase) {
    return new ClusterStatus(
        name, phase, new TrafficWeight(25), new ShareSeen(248, 1000), List.of(), "", NOW);
  }

  private static Waiting waiting(String gate) {
    return new Waiting(gate, "it has baked", NOW, NOW.plusSeconds(86400), "it goes back");
  }

  private static FleetStatus status(
      FleetPhase phase, List<WaveStatus> waves, List<Waiting> waiting) {
    return new FleetStatus(
        "rollout/inference/chat",
        "chat-20261125130000-a1b2",
        "chat",
        "inference",
        "2026.11.3",
        "4be1d0a5",
        phase,
        "",
        waves,
        waiting,
        List.of());
  }
}
