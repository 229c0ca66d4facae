package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.kill.Settling.Play;
import io.fleetcanary.lab.kill.Sweep.Target;
import io.fleetcanary.lab.kill.call.CallKind;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills a worker before and after every call that rollouts make, and compares how they end. */
@Command(
    name = "lab/kills",
    mixinStandardHelpOptions = true,
    description = {
      "Plays rollouts that nobody disturbs, then plays them again and again, each time with",
      "workers that are killed before or after calls they make, and compares what they leave.",
      "Goes on where it stopped: what is in the progress file is not played again, unless",
      "it was found out about another build of the product. Exit code 1 if anything differs."
    })
public final class Kills implements Callable<Integer> {
  private static final int REFERENCES = 3;

  @Option(
      names = "--kill",
      description = {
        "connections: workers run in this process; one is killed by cutting all its connections",
        "at once and for ever, which is what the world sees of kill -9, and costs a third or less.",
        "process: each worker is a process of its own and gets SIGKILL. (default:"
            + " ${DEFAULT-VALUE})"
      })
  private KillMethod method = KillMethod.CONNECTIONS;

  @Option(names = "--bays", description = "rollouts side by side (default: ${DEFAULT-VALUE})")
  private int bays = 12;

  @Option(
      names = "--every",
      description = "takes only each point whose number this divides (default: ${DEFAULT-VALUE})")
  private int every = 1;

  @Option(
      names = "--together",
      description = {
        "at how many points a rollout is killed at most, one after the other, where nothing is",
        "written; what such a rollout is killed at is played again, each alone, where it differs",
        "(default: ${DEFAULT-VALUE})"
      })
  private int together = 8;

  @Option(
      names = "--only",
      description =
          "points, such as 'late first, claim 1, 0 written: POST configmaps', that contain a match"
              + " of this regular expression (default: all)")
  private Pattern only = Pattern.compile("");

  @Option(
      names = "--progress",
      description =
          "what has been found out; begin anew by removing it (default: ${DEFAULT-VALUE})")
  private Path progressFile = Path.of("lab/target/kills.jsonl");

  @Option(names = "--json", description = "where the report goes (default: ${DEFAULT-VALUE})")
  private Path json = Path.of("lab/reports/kills.json");

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "io/fleetcanary/lab/demo/logback.xml");
    // workers of this process would each set up its logs anew
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.exit(
        new CommandLine(new Kills()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Progress progress = Progress.of(progressFile, Build.digest());
    out.printf("build %s of the product%n", progress.build());
    if (progress.ofOthers() > 0) {
      out.printf("%d lines of %s are of others%n", progress.ofOthers(), progressFile);
    }
    KillReport report = new KillReport(progress);
    try (Stand stand = Bays.stand(Files.createTempDirectory("fleetcanary-kills-"));
        Bays open = new Bays(stand, method, bays)) {
      Sweep sweep = new Sweep(open, progress, killed -> out.println(killed.line()));
      open.warm();
      sweep.references(REFERENCES);
      List<Target> points = chosen(sweep);
      List<Play> plays = sweep.plays(points, together);
      out.printf(
          "%d points, of which %d are done; %d rollouts for the others%n",
          points.size(), sweep.done(points), plays.size());
      sweep.kill(plays);
    }
    report.print(out);
    report.write(json);
    return report.different().isEmpty() && report.onlyTogether().isEmpty() ? 0 : 1;
  }

  private List<Target> chosen(Sweep sweep) {
    List<Target> points =
        Stream.of(Reference.values())
            .flatMap(reference -> sweep.points(reference, false).stream())
            .filter(target -> only.matcher(target.point().toString()).find())
            .sorted(Comparator.comparing(target -> CallKind.of(target.point().call())))
            .toList();
    return IntStream.range(0, points.size())
        .filter(number -> number % every == 0)
        .mapToObj(points::get)
        .toList();
  }
}
