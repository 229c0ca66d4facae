package io.fleetcanary.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** Of the 252 ways to choose five of ten, as {@code wilcox.test(exact = TRUE)} of R. */
  @Test
  void ranksFivePointsExactly() {
    double[] low = {1, 2, 3, 4, 5};

    assertThat(RankTest.chance(new double[] {6, 7, 8, 9, 10}, low)).isEqualTo(1 / 252.0);
    assertThat(RankTest.chance(new double[] {5, 7, 8, 9, 10}, new double[] {1, 2, 3, 4, 6}))
        .isEqualTo(2 / 252.0);
    assertThat(RankTest.chance(low, new double[] {6, 7, 8, 9, 10})).isEqualTo(1);
    assertThat(RankTest.chance(new double[5], new double[5])).isEqualTo(1);
  }

  /** What PipeCD's own tests say of its test: 1/70, 58/70, 17/70, and where points are equal. */
  @Test
  void ranksFourPointsAsPipeCdDoes() {
    double[] some = {2, 1, 3, 5};
    double[] above = {12, 11, 13, 15};
    double[] among = {0, 4, 6, 7};

    assertThat(RankTest.chance(above, some)).isCloseTo(0.0142857142857, within(1e-13));
    assertThat(RankTest.chance(some, above)).isEqualTo(1);
    assertThat(RankTest.chance(some, among)).isCloseTo(0.8285714285714285, within(1e-13));
    assertThat(RankTest.chance(among, some)).isCloseTo(0.24285714285714288, within(1e-13));
    assertThat(RankTest.chance(some, some)).isCloseTo(0.6285714285714286, within(1e-13));
    assertThat(RankTest.chance(some, new double[] {2, 2, 2, 2}))
        .isCloseTo(0.3571428571428571, within(1e-13));
    assertThat(RankTest.chance(some, new double[] {1, 1, 1, 1, 1}))
        .isCloseTo(0.04761904761904767, within(1e-13));
  }

  @Test
  void playsGatewaysThatObeyLate() {
    Cell late = cell("good, steps 5-50 %, obeyed 20 s late, 50/s");
    List<Interval> looks = Run.of(late, 1).looks().getFirst();

    assertThat(canaryPercent(looks.get(0))).isBetween(1.0, 2.5);
    assertThat(canaryPercent(looks.get(1))).isBetween(4.0, 6.5);
    assertThat(canaryPercent(looks.get(90))).isBetween(30.0, 37.0);
    assertThat(canaryPercent(looks.get(91))).isBetween(46.0, 54.0);
  }

  /** A tenth of a bake at half the weight is more than the share may be off by. */
  @Test
  void leavesNoQuestionWhereAGatewayIsLate() {
    Cell late = cell("good, 12 steps 1-90 %, own noise 0.1, obeyed 30 s late, 500/s");
    Method ours = method("Fleet Canary");

    assertThat(LongStream.rangeClosed(1, 10).mapToObj(seed -> ours.judge(late, Run.of(late, seed))))
        .containsOnly(Method.Answer.PASSED);
  }

  /** 5 and 25 % for ten minutes each, 50 % for twenty; other defaults would leave questions. */
  @Test
  void playsTheStepsOfASpecThatNamesNone() {
    Cell steps = cell("good, default steps, 50/s");
    Method ours = method("Fleet Canary");
    List<Interval> looks = Run.of(steps, 1).looks().getFirst();

    assertThat(looks).hasSize(80);
    assertThat(canaryPercent(looks.get(19))).isBetween(3.5, 6.5);
    assertThat(canaryPercent(looks.get(20))).isBetween(22.0, 28.0);
    assertThat(canaryPercent(looks.get(40))).isBetween(46.0, 54.0);
    assertThat(
            LongStream.rangeClosed(1, 10).mapToObj(seed -> ours.judge(steps, Run.of(steps, seed))))
        .containsOnly(Method.Answer.PASSED);
  }

  /** Requests beyond an edge are among those beyond the edge before. */
  @Test
  void playsTheEdgesOfThePreset() {
    Run run = Run.of(cell("good, preset vllm, 50/s"), 1);
    List<Interval> half = run.edges().getFirst().looks().getFirst();
    List<Interval> one = run.edges().getLast().looks().getFirst();

    assertThat(stableRate(run.looks().getFirst())).isCloseTo(0.355, within(0.01));
    assertThat(stableRate(half)).isCloseTo(0.0634, within(0.003));
    assertThat(stableRate(one)).isCloseTo(0.0037, within(0.0006));
    assertThat(IntStream.range(0, 120))
        .allMatch(i -> one.get(i).canary().bad() <= half.get(i).canary().bad());
  }

  @Test
  void findsASlowerFirstTokenWithThePreset() {
    assertThat(aborts(method("Fleet Canary"), cell("10 % slower, preset vllm, 50/s")))
        .isGreaterThan(35);
    assertThat(aborts(method("Fleet Canary"), cell("good, preset vllm, 50/s"))).isLessThan(4);
  }

  private static double stableRate(List<Interval> looks) {
    return looks.stream().reduce(Interval::plus).orElseThrow().stable().rate();
  }

  private static double canaryPercent(Interval look) {
    double canary = look.canary().requests();
    return 100 * canary / (canary + look.stable().requests());
  }

  /** A hundredth of them and three standard errors. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "good, 50/s",
        "good, own noise 0.1, 500/s",
        "good, steps 5-50 %, drift, 200/s",
        "good, steps 5-50 %, obeyed 20 s late, 50/s"
      })
  void abortsAtMostOneGoodCanaryInAHundred(String good) {
    assertThat(aborts(method("Fleet Canary"), cell(good), 2000)).isLessThanOrEqualTo(33);
  }

  private static long aborts(Method method, Cell cell) {
    return aborts(method, cell, 40);
  }

  private static long aborts(Method method, Cell cell, int releases) {
    return LongStream.rangeClosed(1, releases)
        .parallel()
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
