package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.Line.Together;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.call.Point.When;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillReportTest {
  private static final String READ = "first, claim 1, 0 written: GET services/chat";
  private static final String WRITE = "first, claim 1, 0 written: POST configmaps";
  private static final String DECISION = "fleet decides [survey]";

  private Path folder;
  private Progress progress;

  @BeforeEach
  void in(@TempDir Path in) {
    folder = in;
    progress = Progress.of(in.resolve("kills.jsonl"), "0123456789abcdef");
    List<Counted> calls =
        List.of(new Counted(READ, 12, 3), new Counted(WRITE, 1, 3), new Counted(DECISION, 1, 3));
    progress.add(new Baseline(Reference.PROMOTED, 3, calls, new EndState(new TreeMap<>())));
    killed(READ, When.BEFORE, Ending.SAME);
    killed(READ, When.AFTER, Ending.NOT_MET);
    killed(WRITE, When.AFTER, Ending.DIFFERENT);
  }

  @Test
  void countsByKindsOfCalls() {
    assertThat(new KillReport(progress).table())
        .contains(
            "**promoted**",
            "| Kubernetes: writes | 1 | 1 | 3 | 1 | 0 | 0 | 1 | 0 |",
            "| Kubernetes: reads | 12 | 1 | 2 | 1 | 1 | 1 | 0 | 1 |",
            "| Temporal: a workflow's decision | 1 | 1 | 2 | 0 | 0 | 0 | 0 | 0 |",
            "| all | 14 | 3 | 7 | 2 | 1 | 1 | 1 | 1 |")
        .doesNotContain("Prometheus");
  }

  @Test
  void countsAPointOnceThatWasPlayedInBothWays() {
    killed(READ, When.BEFORE, KillMethod.PROCESS, Ending.SAME);

    assertThat(new KillReport(progress).table()).contains("| Kubernetes: reads | 12 | 1 | 2 | 1 |");
  }

  @Test
  void saysHowManyPointsWerePlayedInWhichWay() {
    killed(READ, When.BEFORE, KillMethod.PROCESS, Ending.SAME);
    killed(WRITE, When.AFTER, KillMethod.PROCESS, Ending.SAME);

    assertThat(new KillReport(progress).methods())
        .isEqualTo(
            "killed by connections: 3 points, by process: 2, by both: 2, of which 1 ended alike");
  }

  @Test
  void countsAPointAsDifferentThatDiffersInOneWay() {
    killed(WRITE, When.AFTER, KillMethod.PROCESS, Ending.SAME);

    assertThat(new KillReport(progress).table())
        .contains("| Kubernetes: writes | 1 | 1 | 3 | 1 | 0 | 0 | 1 | 0 |");
  }

  @Test
  void saysWhatDiffered() {
    assertThat(new KillReport(progress).different())
        .containsExactly("promoted, killed after " + WRITE + " by connections: [weight]");
  }

  @Test
  void writesWhatCameOfEveryPoint() throws IOException {
    Path json = folder.resolve("reports/kills.json");

    new KillReport(progress).write(json);

    assertThat(Files.readString(json).replaceAll("\\s+", " "))
        .contains(
            "\"build\" : \"0123456789abcdef\"",
            "\"methods\" : \"killed by connections: 3 points",
            WRITE,
            "\"BEFORE\" : { }",
            came("DIFFERENT", 1),
            came("NOT_MET", 1),
            came("SAME", 8),
            "\"differentOnlyTogether\" : [ ]");
  }

  @Test
  void saysWhatDifferedOnlyWhereItWasKilledMoreThanOnce() {
    Point before = new Point(READ, When.BEFORE);
    Point after = new Point(READ, When.AFTER);
    differed(before, after);
    differed(before, new Point(WRITE, When.AFTER));

    assertThat(new KillReport(progress).onlyTogether())
        .containsExactly(
            "promoted, killed [%s, %s] by connections one after the other: [weight]"
                .formatted(before, after));
  }

  private void differed(Point... points) {
    progress.add(
        new Together(
            Reference.PROMOTED, List.of(points), KillMethod.CONNECTIONS, List.of("weight")));
  }

  private static String came(String ending, int together) {
    return "\"CONNECTIONS\" : { \"ending\" : \"%s\", \"together\" : %d }"
        .formatted(ending, together);
  }

  private void killed(String call, When when, Ending ending) {
    killed(call, when, KillMethod.CONNECTIONS, ending);
  }

  private void killed(String call, When when, KillMethod method, Ending ending) {
    List<String> differences = ending == Ending.DIFFERENT ? List.of("weight") : List.of();
    int together = ending == Ending.SAME ? 8 : 1;
    progress.add(
        new Killed(
            Reference.PROMOTED,
            new Point(call, when),
            method,
            ending,
            differences,
            1,
            60,
            together));
  }
}
