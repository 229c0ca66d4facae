package io.fleetcanary.recovery;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.cluster.Kubeconfig;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.workflow.TaskQueues;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which cluster, said as kubectl wants it said. */
final class KubernetesOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "default: $KUBECONFIG, else ~/.kube/config")
  private String kubeconfig = "";

  @Option(names = "--context", required = true, description = "which of its contexts")
  private String context = "";

  /** The same, typed at another command. */
  static KubernetesOptions of(String kubeconfig, String context) {
    KubernetesOptions options = new KubernetesOptions();
    options.kubeconfig = kubeconfig;
    options.context = context;
    return options;
  }

  /** The cluster under the only name that is known here. */
  ClusterTarget cluster() {
    return new ClusterTarget(context, TaskQueues.CENTRAL);
  }

  /**
   * A fleet of this one cluster.
   *
   * @throws CommandException if there is no such file or context
   */
  FleetInventory inventory(Surroundings surroundings) {
    String file = file(surroundings);
    List<String> contexts = contexts(file);
    if (!contexts.contains(context)) {
      throw new CommandException(
          ExitCode.REFUSED,
          "--context must be one of " + contexts + " in " + file + ", got " + context,
          List.of());
    }
    return new FleetInventory(
        List.of(
            new ClusterEntry(
                context,
                new TreeMap<>(),
                new ApiAccess.Kubeconfig(file, context),
                new PrometheusAccess("", "", ""),
                TaskQueues.CENTRAL)));
  }

  /** The same for {@code kubectl}. */
  List<String> kubectl() {
    return kubeconfig.isEmpty()
        ? List.of("--context", context)
        : List.of("--kubeconfig", kubeconfig, "--context", context);
  }

  /** {@code KUBECONFIG} may name several; the first that has the context counts. */
  private String file(Surroundings surroundings) {
    String home = System.getProperty("user.home", "");
    String otherwise = Path.of(home, ".kube", "config").toString();
    String said = kubeconfig.isEmpty() ? surroundings.variable("KUBECONFIG", "") : kubeconfig;
    List<String> files =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(said)
            .filter(name -> !name.isEmpty())
            .toList();
    return files.stream()
        .filter(name -> files.size() > 1 && contexts(name).contains(context))
        .findFirst()
        .orElse(files.isEmpty() ? otherwise : files.getFirst());
  }

  private static List<String> contexts(String file) {
    try {
      return Kubeconfig.contexts(Path.of(file));
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new CommandException(
          ExitCode.REFUSED,
          "--kubeconfig must be a kubeconfig that can be read, got " + file,
          List.of("name one with --kubeconfig, or set KUBECONFIG"),
          unreadable);
    }
  }
}
