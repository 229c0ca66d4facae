package io.fleetcanary.starter.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WhyTextTest {
  private static final Map<String, ShownWatch> NO_WATCHES = Map.of();
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");

  @Test
  void showsTheFiguresUnderEachSentence() {
    ClusterStatus judged =
        cluster(
            new Finding("pods", Verdict.PASS, "2 canary pods", 0),
            new Finding("errors", Verdict.FAIL, "errors 21.3 % > limit 2 %", 400, "85 of 400 bad"));

    assertThat(lines(fleet(ClusterStatus.queued("eu-1", BEGIN), judged)))
        .containsExactly(
            "eu-2",
            "  pass: 2 canary pods",
            "  fail: errors 21.3 % > limit 2 %",
            "    85 of 400 bad");
  }

  @Test
  void showsTheTimeAndWhatWasAsked() {
    ShownWatch watch =
        new ShownWatch(
            "step 2 at 25 %",
            BEGIN,
            BEGIN.plusSeconds(65),
            new TreeMap<>(
                Map.of(
                    "errors", new ShownWatch.Queries("bad(canary)", "bad(stable)"),
                    "gpu-load", new ShownWatch.Queries("load(canary)", ""))));
    ClusterStatus judged =
        cluster(
            new Finding("pods", Verdict.PASS, "2 canary pods", 0),
            new Finding("errors", Verdict.PASS, "errors 1 %", 400, "4 of 400 bad"),
            new Finding("gpu-load", Verdict.PASS, "gpu-load 55 <= limit 95", 0));

    assertThat(WhyText.lines(fleet(judged), Map.of("eu-2", watch), Optional.empty()))
        .containsExactly(
            "eu-2: step 2 at 25 %, 2026-11-25T13:00:00Z to 2026-11-25T13:01:05Z, 65 s",
            "  pass: 2 canary pods",
            "  pass: errors 1 %",
            "    4 of 400 bad",
            "    canary bad(canary)",
            "    stable bad(stable)",
            "  pass: gpu-load 55 <= limit 95",
            "    canary load(canary)");
  }

  @Test
  void saysWhenNothingWasJudgedYet() {
    assertThat(lines(fleet(ClusterStatus.queued("eu-1", BEGIN))))
        .containsExactly("no cluster has been judged yet");
  }

  @Test
  void saysWhatHasBecomeOfAClusterAndWhyOnce() {
    Finding failed = new Finding("errors", Verdict.FAIL, "errors 21.3 % > limit 2 %", 400);
    ClusterStatus stuck = back("eu-1", "pod chat-canary-0 waits: ImagePullBackOff");
    ClusterStatus judged = back("eu-2", "errors 21.3 % > limit 2 %", failed);

    assertThat(lines(fleet(stuck, judged)))
        .containsExactly(
            "eu-1",
            "  rolled back: pod chat-canary-0 waits: ImagePullBackOff",
            "eu-2",
            "  fail: errors 21.3 % > limit 2 %");
  }

  private static List<String> lines(FleetStatus status) {
    return WhyText.lines(status, NO_WATCHES, Optional.empty());
  }

  private static ClusterStatus back(String name, String reason, Finding... findings) {
    return new ClusterStatus(
        name,
        ClusterPhase.ROLLED_BACK,
        TrafficWeight.NONE,
        ShareSeen.NONE,
        List.of(findings),
        reason,
        BEGIN);
  }

  private static ClusterStatus cluster(Finding... findings) {
    return new ClusterStatus(
        "eu-2",
        ClusterPhase.PROBATION,
        TrafficWeight.NONE,
        ShareSeen.NONE,
        List.of(findings),
        "",
        BEGIN);
  }

  @Test
  void beginsWithTheReasonThatIsSaidEverywhere() {
    ClusterStatus judged = cluster(new Finding("pods", Verdict.PASS, "2 canary pods", 0));

    assertThat(lines(fleet("aborted by ann: wrong model", judged)))
        .containsExactly("aborted by ann: wrong model", "eu-2", "  pass: 2 canary pods");
  }

  private static FleetStatus fleet(ClusterStatus... clusters) {
    return fleet("", clusters);
  }

  private static FleetStatus fleet(String reason, ClusterStatus... clusters) {
    return new FleetStatus(
        "rollout/inference/chat",
        "",
        "chat",
        "inference",
        "",
        "",
        FleetPhase.REFUSED,
        reason,
        List.of(new WaveStatus("first", List.of(clusters))),
        List.of(),
        List.of());
  }
}
