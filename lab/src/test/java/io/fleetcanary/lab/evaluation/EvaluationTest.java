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

  /** Whoever uses the preset has all of its checks at once, and each of them has its chance. */
  @Test
  void playsAllThatThePresetCounts() {
    Run run = Run.of(cell("x2, all of preset vllm, 50/s"), 1);

    assertThat(run.edges().stream().map(it -> stableRate(it.looks().getFirst())).toList())
        .usingElementComparator((one, other) -> Math.abs(one - other) < 0.003 ? 0 : 1)
        .containsExactly(0.005, 0.05, 0.355, 0.0634, 0.0037);
    assertThat(canaryRate(run.looks().getFirst())).isCloseTo(0.01, within(0.002));
    assertThat(canaryRate(run.edges().get(2).looks().getFirst())).isCloseTo(0.355, within(0.02));
  }

  @Test
  void findsErrorsAmongAllThatThePresetCounts() {
    assertThat(aborts(method("Fleet Canary"), cell("x10, all of preset vllm, 5/s")))
        .isGreaterThan(35);
    assertThat(aborts(method("Fleet Canary"), cell("good, all of preset vllm, 50/s")))
        .isLessThan(4);
  }

  /** A wave of five alone finds it in three of four releases. */
  @Test
  void provesWithTheNextWavesWhatTheFirstHasSeen() {
    Cell waves = cell("20 clusters, x2 everywhere in 4 waves, 5/s");
    List<Integer> seconds =
        LongStream.rangeClosed(1, 40)
            .mapToObj(seed -> method("Fleet Canary").judge(waves, Run.of(waves, seed)).seconds())
            .toList();

    assertThat(seconds.stream().filter(it -> it <= 3600)).hasSizeBetween(10, 36);
    assertThat(seconds.stream().filter(it -> it <= 3 * 3600)).hasSizeGreaterThan(37);
  }

  private static double stableRate(List<Interval> looks) {
    return looks.stream().reduce(Interval::plus).orElseThrow().stable().rate();
  }

  private static double canaryRate(List<Interval> looks) {
    return looks.stream().reduce(Interval::plus).orElseThrow().canary().rate();
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
