package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.call.Point.When;
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
  private static final Point POINT =
      new Point("first, claim 1, 0 written: POST configmaps", When.BEFORE);

  private Path file;

  @BeforeEach
  void in(@TempDir Path folder) {
    file = folder.resolve("new/kills.jsonl");
  }

  @Test
  void goesOnFromWhatWasFoundOut() {
    Progress before = Progress.of(file);
    Baseline baseline =
        new Baseline(
            Reference.PROMOTED,
            3,
            List.of(new Counted(POINT.call(), 4, 3)),
            new EndState(new TreeMap<>(Map.of("outcome", "promoted"))));
    Killed killed =
        new Killed(Reference.PROMOTED, POINT, Ending.DIFFERENT, List.of("a weight"), 1, 70);
    before.add(baseline);
    before.add(killed);

    Progress after = Progress.of(file);

    assertThat(after.baseline(Reference.PROMOTED)).contains(baseline);
    assertThat(after.baseline(Reference.RETURNED)).isEmpty();
    assertThat(after.killed()).containsExactly(killed);
    assertThat(after.has(Reference.PROMOTED, POINT)).isTrue();
    assertThat(after.has(Reference.RETURNED, POINT)).isFalse();
    assertThat(after.has(Reference.PROMOTED, new Point(POINT.call(), When.AFTER))).isFalse();
  }

  @Test
  void refusesAFileOfSomethingElse() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "something else\n");

    assertThatThrownBy(() -> Progress.of(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must be what a sweep has written");
  }
}
