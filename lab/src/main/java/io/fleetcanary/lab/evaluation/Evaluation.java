package io.fleetcanary.lab.evaluation;

import io.fleetcanary.lab.evaluation.Method.Answer;
import io.fleetcanary.lab.evaluation.Result.Ended;
import io.fleetcanary.lab.evaluation.peer.GrowingWindow;
import io.fleetcanary.lab.evaluation.peer.MannWhitney;
import io.fleetcanary.lab.evaluation.peer.PeekedProportions;
import io.fleetcanary.lab.evaluation.peer.Thresholds;
import io.fleetcanary.lab.process.LabLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays many releases and judges each by every method. */
@Command(
    name = "fleetcanary evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures how often verdicts are wrong, and how late, ours and other tools'.")
public final class Evaluation implements Callable<Integer> {
  private static final List<Picture> PICTURES =
      List.of(
          new Picture(
              "doubled-errors", "Doubled errors at 50 requests/s", "good, 50/s", "x2, 50/s"),
          new Picture("tenfold-errors", "Tenfold errors at 5 requests/s", "good, 5/s", "x10, 5/s"),
          new Picture(
              "slower-first-token",
              "First token 10 % later at 50 requests/s, worse: 10%",
              "good, slow answers, worse: 10%, 50/s",
              "10 % slower, worse: 10%, 50/s"));

  @Option(
      names = "--good",
      description = "releases for each good scenario (default: ${DEFAULT-VALUE})")
  private int good = 10_000;

  @Option(
      names = "--bad",
      description = "releases for each bad scenario (default: ${DEFAULT-VALUE})")
  private int bad = 2000;

  @Option(names = "--seed", description = "of the first release (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--only",
      description = "scenarios whose name contains this (default: all of them)")
  private String only = "";

  @Option(names = "--to", description = "folder for the results (default: ${DEFAULT-VALUE})")
  private Path folder = Path.of("docs/evaluation");

  /** Ranks take most of the time: in more clusters than these they are left out. */
  private static final int FEW = 5;

  private final PrintStream out = System.out;

  public static void main(String... args) {
    LabLog.choose();
    System.exit(new CommandLine(new Evaluation()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Method> methods = methods();
    List<Cell> cells = Cells.all().stream().filter(it -> it.name().contains(only)).toList();
    List<Result> results = new ArrayList<>();
    Files.createDirectories(folder);
    for (Cell cell : cells) {
      results.addAll(results(cell, methods));
      write(cells, results);
    }
    return 0;
  }

  /** After each scenario, so that what is there so far survives an interruption. */
  private void write(List<Cell> cells, List<Result> results) throws IOException {
    List<Cell> done = cells.stream().filter(it -> !named(results, it.name()).isEmpty()).toList();
    List<String> names = methods().stream().map(Method::name).toList();
    Report report = new Report(command(), done, names, results);
    Files.writeString(folder.resolve("results.md"), report.markdown());
    Files.writeString(folder.resolve("results.json"), report.json());
    for (Picture picture : PICTURES) {
      List<Result> left = named(results, picture.good);
      List<Result> right = named(results, picture.bad);
      if (!left.isEmpty() && !right.isEmpty()) {
        String title = picture.title + ", canary 10 percent";
        Files.writeString(folder.resolve(picture.file + ".svg"), Plot.svg(title, left, right));
      }
    }
  }

  static List<Method> methods() {
    return List.of(
        Product.shipped(),
        Product.published(),
        new EachAlone(new Thresholds("Argo Rollouts, failureLimit 3", 4, Cell.HORIZON)),
        new EachAlone(new Thresholds("Flagger, threshold 5", 5, Cell.HORIZON)),
        new EachAlone(new Thresholds("3 of 5 minutes", 3, 5)),
        new EachAlone(new PeekedProportions("z-test, peeking")),
        new EachAlone(new MannWhitney("PipeCD Mann-Whitney"), FEW),
        new EachAlone(new GrowingWindow("Kayenta, growing window"), FEW));
  }

  private List<Result> results(Cell cell, List<Method> methods) {
    List<Method> fitting = methods.stream().filter(method -> method.fits(cell)).toList();
    int runs = cell.good() ? good : bad;
    List<List<Ended>> ended =
        LongStream.range(0, runs)
            .parallel()
            .mapToObj(number -> ended(cell, fitting, number))
            .toList();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < fitting.size(); i++) {
      int method = i;
      List<Ended> ones = ended.stream().map(run -> run.get(method)).toList();
      results.add(Result.of(cell, fitting.get(i).name(), ones));
    }
    Result ours = results.getFirst();
    out.println(
        cell.name()
            + ": "
            + String.format(Locale.ROOT, "%.4f", ours.aborted())
            + " @ "
            + ours.delay(0.5));
    return results;
  }

  private List<Ended> ended(Cell cell, List<Method> methods, long number) {
    Run run = Run.of(cell, (seed + number) * 1_000_003 + cell.name().hashCode());
    return methods.stream().map(method -> ended(cell, method.judge(cell, run), run)).toList();
  }

  private static Ended ended(Cell cell, Answer answer, Run run) {
    return new Ended(answer, run.badBefore(cell, answer.seconds()));
  }

  private String command() {
    return "./fleetcanary evaluate --good " + good + " --bad " + bad + " --seed " + seed;
  }

  private static List<Result> named(List<Result> results, String cell) {
    return results.stream().filter(it -> it.cell().name().equals(cell)).toList();
  }

  /** A bad scenario beside its good twin. */
  private record Picture(String file, String title, String good, String bad) {}
}
