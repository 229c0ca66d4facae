package io.fleetcanary.lab.demo;

import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.process.LabLog;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Stories;
import io.fleetcanary.lab.story.Stories.Told;
import io.fleetcanary.lab.story.StorySpec;
import io.fleetcanary.lab.story.StorySpec.Pace;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.worker.FleetRegistration;
import io.fleetcanary.worker.Installation;
import io.fleetcanary.worker.Polling;
import io.fleetcanary.worker.WorkerRuntime;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Plays a good and a bad release over an embedded fleet under live requests. */
@Command(
    name = "fleetcanary demo",
    mixinStandardHelpOptions = true,
    description = "Plays a good and a bad release over an embedded fleet under live requests.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every story ended as it must",
      "1:one did not, and why",
      "2:wrong usage",
      "9:the Temporal server at TEMPORAL_ADDRESS does not answer"
    })
public final class Demo implements Callable<Integer> {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Which stories are told. */
  enum Choice {
    good,
    bad,
    all
  }

  /** Which Temporal server is used. */
  enum Server {
    auto,
    real,
    in_process
  }

  @Option(names = "--story", description = "good, bad or all (default: ${DEFAULT-VALUE})")
  private Choice story = Choice.all;

  @Option(names = "--clusters", description = "3 to 12 (default: ${DEFAULT-VALUE})")
  private int clusters = EmbeddedFleet.DEFAULT.size();

  @Option(names = "--headless", description = "for CI: ends by itself, whatever else is asked")
  private boolean headless;

  @Option(names = "--keep", description = "leaves the fleet running, and prints how to look")
  private boolean keep;

  @Option(
      names = "--temporal",
      description =
          "auto: TEMPORAL_ADDRESS, else a temporal program at hand, else in_process; real: fetch"
              + " the program first; in_process (default: ${DEFAULT-VALUE})")
  private Server temporal = Server.auto;

  @Spec private CommandSpec command = CommandSpec.create();

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] arguments) {
    LabLog.choose();
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Demo())
        .setExecutionExceptionHandler(Demo::explain)
        .execute(arguments);
  }

  /** What people can put right is a sentence; anything else is a bug, with its stack trace. */
  private static int explain(Exception failure, CommandLine line, ParseResult all)
      throws Exception {
    if (failure instanceof CommandException known) {
      line.getErr().println(known.getMessage());
      known.hints().forEach(hint -> line.getErr().println("  " + hint));
      return known.code().code();
    }
    throw failure;
  }

  @Override
  public Integer call() throws Exception {
    if (clusters < 3 || clusters > 12) {
      throw new ParameterException(
          command.commandLine(), "--clusters must be 3 to 12, got " + clusters);
    }
    Path folder = Files.createTempDirectory("fleetcanary-demo-");
    if (temporal == Server.real) {
      DemoTemporal.install(Path.of(System.getProperty("fleetcanary.home", ".")));
    }
    boolean inProcess = temporal == Server.in_process;
    try (DemoTemporal server = DemoTemporal.choose(System.getenv(), inProcess, folder)) {
      out.printf("Temporal: %s, %s%n", server.kind(), server.address());
      server.ui().ifPresent(ui -> out.printf("UI: %s%n", ui));
      return onFleet(server);
    }
  }

  private int onFleet(DemoTemporal server) {
    TemporalConnection connection =
        TemporalConnection.plain(server.address(), TemporalConnection.DEFAULT_NAMESPACE);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    WorkflowClient client = connection.client(stubs);
    try (EmbeddedFleet fleet = EmbeddedFleet.start(server.address(), names());
        Clusters clusters = new Clusters(fleet.inventory());
        WorkerRuntime worker =
            new WorkerRuntime(
                client,
                FleetRegistration.of(
                    fleet.inventory(), clusters, Installation.bare().with(inMemory())),
                Polling.everything(fleet.inventory()))) {
      worker.start();
      out.printf(
          "Fleet: %s, %d requests/s to each%n", fleet.clusters(), Stories.REQUESTS_PER_SECOND);
      boolean asTheyMust = tell(new Stories(fleet, client, Pace.BRISK), server);
      if (keep && !headless) {
        stay(fleet, server);
      }
      return asTheyMust ? 0 : 1;
    } finally {
      stubs.shutdownNow();
    }
  }

  /** A journal as long as the demo. */
  private static SqlJournal inMemory() {
    return new SqlJournal(new JournalDatabase("jdbc:h2:mem:demo;DB_CLOSE_DELAY=-1", "", ""));
  }

  private boolean tell(Stories stories, DemoTemporal server) {
    boolean good = story == Choice.bad || tellGood(stories, server);
    boolean bad = story == Choice.good || tellBad(stories, server);
    return good && bad;
  }

  private boolean tellGood(Stories stories, DemoTemporal server) {
    out.printf("%nA good version goes to the whole fleet.%n");
    return ended(() -> stories.good(teller(server)), "promoted everywhere, no request failed");
  }

  private boolean tellBad(Stories stories, DemoTemporal server) {
    out.printf(
        "%nThe next version answers 30 %% of its requests in %s with errors.%n", stories.second());
    return ended(() -> stories.bad(teller(server)), "caught, and everything is as it was before");
  }

  private boolean ended(Callable<Told> playing, String asItMust) {
    Instant begin = Instant.now();
    try {
      Told told = playing.call();
      long seconds = Duration.between(begin, Instant.now()).toSeconds();
      out.printf("  %s: %s%n", told.result().outcome().ending(), told.result().outcome().reason());
      told.flaws().forEach(flaw -> out.printf("  NOT AS IT MUST BE: %s%n", flaw));
      if (told.flaws().isEmpty()) {
        out.printf("  As it must be after %d s: %s.%n", seconds, asItMust);
      }
      return told.flaws().isEmpty();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private BiConsumer<StartedRollout, FleetStatus> teller(DemoTemporal server) {
    Narrator narrator = new Narrator(out);
    server.ui().ifPresent(ui -> narrator.tell("UI", link(ui)));
    return (rollout, status) -> narrator.tell(status);
  }

  private static String link(URI ui) {
    String id = FleetRollout.workflowId(StorySpec.NAMESPACE, StorySpec.SERVICE);
    return ui + "namespaces/default/workflows/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private void stay(EmbeddedFleet fleet, DemoTemporal server) {
    out.printf("%nThe fleet stays until you press Ctrl-C.%n");
    out.printf("  export TEMPORAL_ADDRESS=%s%n", server.address());
    out.printf("  ./fleetcanary status inference/chat%n");
    fleet
        .clusters()
        .forEach(name -> out.printf("  curl -i %s   # %s%n", fleet.gateway(name), name));
    fleet
        .inventory()
        .clusters()
        .forEach(cluster -> out.printf("  %s: %s%n", cluster.name(), cluster.access()));
    out.printf("Requests go on, so a release of yours can be measured: see docs/start/README.md%n");
    try {
      while (true) {
        call(fleet);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** For a minute: what callers saw is kept in memory. */
  private static void call(EmbeddedFleet fleet) throws InterruptedException {
    List<Load> loads =
        fleet.clusters().stream()
            .map(name -> Load.start(fleet.gateway(name), Stories.REQUESTS_PER_SECOND, MINUTE))
            .toList();
    try {
      Thread.sleep(MINUTE); // the loads run by themselves meanwhile
    } finally {
      loads.forEach(Load::close);
    }
  }

  private List<String> names() {
    Stream<String> more = IntStream.rangeClosed(2, 9).mapToObj(number -> "ap-" + number);
    return Stream.concat(EmbeddedFleet.DEFAULT.stream(), more).limit(clusters).toList();
  }
}
