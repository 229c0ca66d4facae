package io.fleetcanary.starter.fleet;

import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Installation;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.Table;
import io.temporal.api.enums.v1.TaskQueueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the clusters that specs can name and select. */
@Command(
    name = "clusters",
    description = "lists the clusters that the worker knows; plan says what is in them")
public final class Clusters implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = {"-l", "--select"},
      paramLabel = "LABEL=VALUE",
      description = "only those with this label; may be repeated")
  private Map<String, String> labels = new TreeMap<>();

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Clusters(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      List<KnownCluster> known =
          rollouts.fleet("fleet/" + UUID.randomUUID()).clusters().stream()
              .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
              .toList();
      SortedMap<String, Optional<Integer>> pollers = pollers(known, rollouts.installation());
      List<Row> rows =
          known.stream()
              .map(it -> Row.of(it, pollers.getOrDefault(it.taskQueue(), Optional.empty())))
              .toList();
      output.answer(surroundings, "Clusters", new Rows(rows), lines(rows));
    }
    return ExitCode.DONE.code();
  }

  /** Each queue is asked for once, however many clusters share it. */
  private static SortedMap<String, Optional<Integer>> pollers(
      List<KnownCluster> known, Installation installation) {
    SortedMap<String, Optional<Integer>> pollers = new TreeMap<>();
    known.forEach(
        it ->
            pollers.computeIfAbsent(
                it.taskQueue(),
                queue -> installation.pollers(queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)));
    return pollers;
  }

  private static List<String> lines(List<Row> rows) {
    Table table = new Table("CLUSTER", "QUEUE", "WORKER", "LABELS");
    for (Row row : rows) {
      table.row(
          row.name,
          row.taskQueue,
          row.served.map(served -> served ? "yes" : "none").orElse("?"),
          row.labels.entrySet().stream().map(Object::toString).collect(Collectors.joining(",")));
    }
    return table.lines();
  }

  /** What scripts read; {@code served} is missing where the server cannot tell. */
  private record Row(
      String name, SortedMap<String, String> labels, String taskQueue, Optional<Boolean> served) {
    static Row of(KnownCluster cluster, Optional<Integer> pollers) {
      return new Row(
          cluster.name(), cluster.labels(), cluster.taskQueue(), pollers.map(count -> count > 0));
    }
  }

  private record Rows(List<Row> clusters) {}
}
