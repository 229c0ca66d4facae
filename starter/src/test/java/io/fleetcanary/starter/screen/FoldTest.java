package io.fleetcanary.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people must read is whole on a screen of 80 columns. */
class FoldTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @Test
  void showsTheWholeQuestionWhereNamesAreLong() {
    String cluster = "prod-eu-west-1-" + "a".repeat(48);
    String why = "cluster " + cluster + ": pod chat-canary-0 waits: ImagePullBackOff";
    String asked =
        "[y]/[n] refuse hold/%s/1: what the spec's scope covers goes back, as ann.lee?"
            .formatted(cluster);

    String text = unfolded(asks("hold/" + cluster + "/1", why), asked);

    assertThat(text)
        .contains(asked, why)
        .contains("hold/" + cluster + "/1, until 2026-11-24T03:12:04Z")
        .contains("without an answer: it counts as rejected: the rollout goes back, scope fleet ")
        .doesNotContain("…");
  }

  @Test
  void showsTheWholeRefusal() {
    String refusal = "digest must be this plan's %s, got %s; look again".formatted(DIGEST, DIGEST);

    assertThat(unfolded(Samples.status(), refusal)).contains(refusal);
  }

  @Test
  void keepsTheQuestionAndTheKeysOnAScreenThatIsTooShort() {
    FleetStatus asks = asks("first", "it has baked ".repeat(30));

    List<String> lines =
        new Frame(Style.PLAIN, new Size(80, 6), Samples.NOW)
            .lines(new Seen(asks, Samples.NOW), new Beside(false, "[y]/[n] go on, as ann?", ""));

    assertThat(lines).hasSize(6).contains("[y]/[n] go on, as ann?");
    assertThat(lines.getFirst()).startsWith("chat 2026.11.3");
    assertThat(lines.getLast()).startsWith("[a]pprove");
  }

  @Test
  void showsTheWholeReasonOfAClusterBehindTheVerdicts() {
    String reason = "pod chat-canary-0 waits: ImagePullBackOff: " + "denied by registry ".repeat(4);
    ClusterStatus stuck =
        new ClusterStatus(
            "eu-1",
            ClusterPhase.ROLLED_BACK,
            TrafficWeight.NONE,
            ShareSeen.NONE,
            List.of(),
            reason.strip(),
            Samples.NOW);

    List<String> lines =
        new Frame(Style.PLAIN, Size.USUAL, Samples.NOW)
            .lines(new Seen(releasing(stuck), Samples.NOW), new Beside(true, "", ""));

    assertThat(joined(lines)).contains("eu-1 rolled back: " + reason.strip());
  }

  private static FleetStatus asks(String gate, String why) {
    Instant deadline = Samples.NOW.plus(Duration.ofHours(24)).minusSeconds(720);
    String otherwise = "it counts as rejected: the rollout goes back, scope fleet";
    return Samples.status(
        FleetPhase.WAITING_FOR_APPROVAL,
        "",
        List.of(new Waiting(gate, why, Samples.NOW, deadline, otherwise)));
  }

  /** What a screen says, as if its lines had not been folded. */
  private static String unfolded(FleetStatus status, String message) {
    Frame frame = new Frame(Style.PLAIN, Size.USUAL, Samples.NOW);
    return joined(frame.lines(new Seen(status, Samples.NOW), new Beside(false, message, "")));
  }

  private static String joined(List<String> lines) {
    return String.join(" ", lines).replaceAll("\\s+", " ");
  }

  private static FleetStatus releasing(ClusterStatus cluster) {
    FleetStatus sample = Samples.status();
    return new FleetStatus(
        sample.workflowId(),
        sample.rolloutId(),
        sample.service(),
        sample.namespace(),
        sample.revision(),
        sample.digest(),
        FleetPhase.RELEASING,
        "",
        List.of(new WaveStatus("first", List.of(cluster))),
        List.of(),
        List.of(),
        List.of());
  }
}
