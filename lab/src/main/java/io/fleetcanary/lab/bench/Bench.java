package io.fleetcanary.lab.bench;

import io.fleetcanary.lab.bench.Throughput.Steps;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what rollouts cost and how fast they react. */
@Command(
    name = "lab/bench",
    mixinStandardHelpOptions = true,
    description = "Measures what rollouts cost and how fast they react, beside the design's bars.")
public final class Bench implements Callable<Integer> {
  /** A bake of no length then sees a whole interval at its first look. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** More clusters than these are namespaces of real ones. */
  private static final int NAMESPACES = 10;

  private static final int ONE_BY_ONE = 10;
  private static final int LOSSES = 5;

  @Option(names = "--clusters", description = "API servers, 1 to 10 (default: ${DEFAULT-VALUE})")
  private int clusters = 10;

  @Option(
      names = "--rollouts",
      description = "how many breach and abort in the same moment (default: ${DEFAULT-VALUE})")
  private int rollouts = 50;

  @Option(
      names = "--open",
      description = "how many are open when the worker is restarted (default: ${DEFAULT-VALUE})")
  private int open = 1000;

  @Option(
      names = "--rounds",
      description = "of which the middle counts (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(
      names = "--only",
      split = ",",
      description = "what is measured: ${COMPLETION-CANDIDATES} (default: all)")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(names = "--json", description = "where the report goes (default: ${DEFAULT-VALUE})")
  private Path json = Path.of("lab/reports/bench.json");

  /** What can be measured by itself. */
  enum Part {
    /** What releases without bakes cost. */
    COSTS,
    /** How long people wait for a command. */
    COMMANDS,
    /** How fast traffic is off after a verdict and after an order. */
    ALONE,
    /** The same for many rollouts in the same moment. */
    TOGETHER,
    /** Ten times as many clusters, each a namespace. */
    NAMESPACES,
    /** What the loss of a worker, or an API server that stands still, costs. */
    OUTAGES,
    /** How soon very many open rollouts are watched again. */
    RESTART
  }

  private final Report report =
      new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));

  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "io/fleetcanary/lab/demo/logback.xml");
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    report.machine();
    try (Stand stand = Stand.start(clusters, Files.createTempDirectory("fleetcanary-bench-"))) {
      List<Place> alone = places(stand, "alone-", rollouts);
      stand.serve(alone);
      List<Place> many = parts.contains(Part.RESTART) ? places(stand, "open-", open) : List.of();
      stand.serve(many);
      List<String> pretended =
          parts.contains(Part.NAMESPACES) ? stand.pretend(NAMESPACES) : List.of();
      stand.work();
      TemporalConnection connection =
          TemporalConnection.plain(
              stand.temporal().address(), TemporalConnection.DEFAULT_NAMESPACE);
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(connection.options().build());
      try (FloorProcess floor = FloorProcess.start(stand)) {
        measure(stand, connection.client(stubs), floor, new Places(alone, pretended, many));
      } finally {
        stubs.shutdownNow();
      }
    }
    return 0;
  }

  private void measure(Stand stand, WorkflowClient client, FloorProcess floor, Places places)
      throws IOException, InterruptedException {
    Meter meter = new Meter(stand, floor.pid());
    Reaction reaction = new Reaction(stand, client, meter, report);
    if (parts.contains(Part.COMMANDS)) {
      commands(stand, client);
    }
    measure(new Throughput(stand, client, meter, floor, report), reaction, places);
    memory(meter);
    if (parts.contains(Part.OUTAGES)) {
      new Outages(stand, reaction, report).measure(first(places.alone, LOSSES));
      report.write(json);
    }
    if (parts.contains(Part.RESTART)) {
      new Restart(stand, reaction, report).measure(places.open);
      report.write(json);
    }
  }

  private static List<Place> first(List<Place> places, int most) {
    return places.subList(0, Math.min(places.size(), most));
  }

  /** Of a rollout that has ended: a worker answers for it all the same. */
  private void commands(Stand stand, WorkflowClient client)
      throws IOException, InterruptedException {
    Release.start(client, ReleaseSpec.withoutBakes(stand.names().subList(0, 1), 1)).await();
    new Commands(stand.temporal().address(), Stand.NAMESPACE + "/chat", report).measure();
    report.write(json);
  }

  private void measure(Throughput throughput, Reaction reaction, Places places) {
    if (parts.contains(Part.COSTS)) {
      throughput.stand().prometheus().runAhead(AHEAD);
      costs(throughput);
      throughput.stand().prometheus().runAhead(Duration.ZERO);
    }
    if (parts.contains(Part.ALONE)) {
      reaction.oneByOne(first(places.alone, ONE_BY_ONE));
    }
    if (parts.contains(Part.TOGETHER)) {
      reaction.together(places.alone);
    }
    report.write(json);
    if (parts.contains(Part.NAMESPACES)) {
      crowd(throughput, reaction, places.pretended);
    }
  }

  /** A namespace for each rollout of one cluster, spread over the clusters. */
  private List<Place> places(Stand stand, String name, int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> new Place(stand.names().get(i % clusters), name + i))
        .toList();
  }

  private void costs(Throughput throughput) {
    Stand stand = throughput.stand();
    List<String> real = stand.names();
    throughput.warm(real, rounds);
    report.group("doing nothing");
    throughput.meter().rest().forEach((role, cores) -> report.add(role, cores * 100, "% of core"));
    throughput.measure("1 cluster", real.subList(0, 1), Steps.LONG.times(rounds));
    if (clusters > 1) {
      throughput.batches(real);
      String name = clusters + " clusters, an API server each";
      throughput.measure(name, real, Steps.LONG.times(rounds));
    }
    report.write(json);
  }

  /** Namespaces stand for clusters; too many on a small machine for a second round. */
  private void crowd(Throughput throughput, Reaction reaction, List<String> pretended) {
    reaction.fleet(pretended);
    report.write(json);
    throughput.stand().prometheus().runAhead(AHEAD);
    String name =
        "%d clusters: %d namespaces on each of %d API servers"
            .formatted(pretended.size(), NAMESPACES, clusters);
    throughput.measure(name, pretended, Steps.SHORT);
  }

  private void memory(Meter meter) {
    report.group("memory at the end");
    meter.resident().forEach((role, mib) -> report.add(role, mib, "MiB"));
    report.write(json);
  }

  /**
   * Where rollouts go.
   *
   * @param alone a namespace for each rollout of one cluster
   * @param pretended names of clusters that are namespaces
   * @param open a namespace for each rollout that is open when the worker is restarted
   */
  private record Places(List<Place> alone, List<String> pretended, List<Place> open) {}
}
