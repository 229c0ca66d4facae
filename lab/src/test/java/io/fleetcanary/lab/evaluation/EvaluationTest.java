package io.fleetcanary.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluationTest {
  @TempDir private Path folder;

  @Test
  void writesTheSameResultsForTheSameSeed() throws IOException {
    evaluate("x2, 50/s", folder.resolve("one"));
    evaluate("x2, 50/s", folder.resolve("two"));

    String one = Files.readString(folder.resolve("one").resolve("results.json"));
    assertThat(one).isEqualTo(Files.readString(folder.resolve("two").resolve("results.json")));
    assertThat(one.lines().filter(line -> line.contains("\"runs\": 20"))).hasSize(8);
  }

  @Test
  void showsTheOldFaultOfFixedLimits() {
    Cell quiet = cell("good, 5/s");
    Method argo = method("Argo Rollouts, failureLimit 3");
    Method ours = method("Fleet Canary");

    assertThat(aborts(argo, quiet)).isGreaterThan(30);
    assertThat(aborts(ours, quiet)).isLessThan(4);
  }

  @Test
  void findsWhatIsTenTimesWorse() {
    assertThat(aborts(method("Fleet Canary"), cell("x10, 5/s"))).isEqualTo(40);
  }

  private static long aborts(Method method, Cell cell) {
    return LongStream.rangeClosed(1, 40)
        .filter(seed -> method.judge(cell, Run.of(cell, seed)).aborted())
        .count();
  }

  private static Cell cell(String name) {
    List<Cell> found = Cells.all().stream().filter(it -> it.name().equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Method method(String name) {
    return Evaluation.methods().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void evaluate(String cell, Path to) {
    int code =
        new CommandLine(new Evaluation())
            .execute("--good", "20", "--bad", "20", "--only", cell, "--to", to.toString());
    assertThat(code).isZero();
  }
}
