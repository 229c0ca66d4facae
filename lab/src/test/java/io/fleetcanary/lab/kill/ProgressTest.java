package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private static final String BUILD = "0123456789abcdef";
  private static final Point POINT =
      new Point("first, claim 1, 0 written: POST configmaps", When.BEFORE);

  private Path file;

  @BeforeEach
  void in(@TempDir Path folder) {
    file = folder.resolve("new/kills.jsonl");
  }

  @Test
  void goesOnFromWhatWasFoundOut() {
    Progress before = Progress.of(file, BUILD);
    Baseline baseline =
        new Baseline(
            Reference.PROMOTED,
            3,
            List.of(new Counted(POINT.call(), 4, 3)),
            new EndState(new TreeMap<>(Map.of("outcome", "promoted"))));
    Killed killed = killed(Ending.DIFFERENT, "a weight");
    before.add(baseline);
    before.add(killed);

    Progress after = Progress.of(file, BUILD);

    assertThat(after.baseline(Reference.PROMOTED)).contains(baseline);
    assertThat(after.baseline(Reference.RETURNED)).isEmpty();
    assertThat(after.killed()).containsExactly(killed);
    assertThat(after.has(Reference.PROMOTED, POINT, KillMethod.PROCESS)).isTrue();
    assertThat(after.has(Reference.PROMOTED, POINT, KillMethod.CONNECTIONS)).isFalse();
    assertThat(after.has(Reference.RETURNED, POINT, KillMethod.PROCESS)).isFalse();
    assertThat(
            after.has(Reference.PROMOTED, new Point(POINT.call(), When.AFTER), KillMethod.PROCESS))
        .isFalse();
    assertThat(after.ofOthers()).isZero();
  }

  @Test
  void knowsWhereRolloutsDifferedThatWereKilledMoreThanOnce() {
    Point other = new Point("fleet decides [survey]", When.AFTER);
    Together together =
        new Together(
            Reference.PROMOTED, List.of(POINT, other), KillMethod.PROCESS, List.of("a weight"));
    Progress.of(file, BUILD).add(together);

    Progress after = Progress.of(file, BUILD);

    assertThat(after.together()).containsExactly(together);
    assertThat(after.differedTogether(Reference.PROMOTED, other, KillMethod.PROCESS)).isTrue();
    assertThat(after.differedTogether(Reference.RETURNED, other, KillMethod.PROCESS)).isFalse();
    assertThat(after.differedTogether(Reference.PROMOTED, other, KillMethod.CONNECTIONS)).isFalse();
    assertThat(
            after.differedTogether(
                Reference.PROMOTED, new Point(POINT.call(), When.LATE), KillMethod.PROCESS))
        .isFalse();
    assertThat(after.has(Reference.PROMOTED, other, KillMethod.PROCESS)).isFalse();
  }

  @Test
  void takesAPointForOneThatWasAloneWhereNothingElseIsSaid() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"build":"%s","line":{"killed":{"reference":"PROMOTED","point":{"call":"look","when":"AFTER"},\
        "method":"PROCESS","ending":"SAME","differences":[],"tries":1,"seconds":70}}}
        """
            .formatted(BUILD));

    assertThat(Progress.of(file, BUILD).killed()).extracting(Killed::together).containsExactly(1);
  }

  @Test
  void countsNothingThatWasFoundOutAboutAnotherBuild() {
    Progress before = Progress.of(file, "another build");
    before.add(killed(Ending.SAME));

    Progress after = Progress.of(file, BUILD);

    assertThat(after.killed()).isEmpty();
    assertThat(after.ofOthers()).isEqualTo(1);
  }

  @Test
  void countsNothingOfWhichNobodyKnowsTheBuild() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"killed\": {\"reference\": \"PROMOTED\", \"ending\": \"SAME\"}}\n");

    assertThat(Progress.of(file, BUILD).ofOthers()).isEqualTo(1);
  }

  @Test
  void refusesAFileOfSomethingElse() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "something else\n");

    assertThatThrownBy(() -> Progress.of(file, BUILD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must be what a sweep has written");
  }

  private static Killed killed(Ending ending, String... differences) {
    return new Killed(
        Reference.PROMOTED, POINT, KillMethod.PROCESS, ending, List.of(differences), 1, 70, 1);
  }
}
