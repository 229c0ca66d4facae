package io.fleetcanary.recovery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.recovery.ByHand;
import io.fleetcanary.activity.recovery.ByHand.Instruction;
import io.fleetcanary.activity.recovery.ByHand.Recipe;
import io.fleetcanary.activity.recovery.HeldService;
import io.fleetcanary.activity.rollout.KubernetesRollback;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.starter.FleetCanary;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a service back in one cluster from its ledger, with no Temporal and no worker. */
@Command(
    name = "fleetcanary restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "brings a service back in one cluster from its ledger there: no Temporal, no worker, no plan is needed",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the service is as it was before the rollout, or the commands are printed",
      "1:unexpected; what was done stays, run it again to go on",
      "2:wrong command line",
      "9:the API server does not answer",
      "10:nothing is there to bring back, or nobody said yes",
      "11:not authenticated, or not allowed",
      "12:brought back but for what somebody else has changed"
    })
public final class Restore implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Predicate<String> agrees;

  @Mixin private KubernetesOptions kubernetes = new KubernetesOptions();

  @Option(names = "--print", description = "prints the kubectl commands that do it, does nothing")
  private boolean print;

  @Option(names = "--yes", description = "does not ask")
  private boolean yes;

  @Option(
      names = "--drain",
      paramLabel = "DURATION",
      description =
          "longest streaming answer that must not be cut; the canary stays as long (default: 60s)")
  private Duration drain = Duration.ofSeconds(60);

  @Parameters(paramLabel = "SERVICE", description = "<namespace>/<service>")
  private RolloutName name = new RolloutName("", "");

  /**
   * One run of it.
   *
   * @param agrees asks a person, and returns whether the answer was yes
   */
  Restore(Surroundings surroundings, Predicate<String> agrees) {
    this.surroundings = surroundings;
    this.agrees = agrees;
  }

  public static void main(String[] args) {
    System.exit(run(Surroundings.process(), Restore::asks, args));
  }

  /** Runs it and returns its exit code. */
  public static int run(Surroundings surroundings, Predicate<String> agrees, String... args) {
    CommandLine line = new CommandLine(new Restore(surroundings, agrees));
    return FleetCanary.prepared(line, surroundings).execute(args);
  }

  /** Nobody says yes where nobody can type. */
  private static boolean asks(String question) {
    System.err.print(question);
    System.err.flush();
    try (Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8)) {
      return typed.hasNextLine()
          && typed.nextLine().trim().toLowerCase(Locale.ROOT).matches("y|yes");
    }
  }

  @Override
  public Integer call() {
    ClusterTarget cluster = kubernetes.cluster();
    try (Clusters clusters = new Clusters(kubernetes.inventory(surroundings))) {
      KubernetesClient client = clusters.client(cluster.name());
      try {
        HeldService held = held(client, cluster);
        Recipe recipe = ByHand.recipe(client, held);
        return print ? print(recipe) : restore(clusters, held, recipe);
      } catch (KubernetesClientException failure) {
        throw Refusal.explained(failure, client, "what was done stays; run it again to go on");
      }
    }
  }

  private HeldService held(KubernetesClient client, ClusterTarget cluster) {
    LedgerBook book = new LedgerBook(client, name.namespace(), name.service());
    Ledger ledger = book.read();
    if (ledger.equals(Ledger.UNREADABLE)) {
      throw new CommandException(
          ExitCode.HANDED_OVER,
          book + " in namespace " + name.namespace() + " cannot be read: somebody has changed it",
          List.of(
              "what it says is for people too: kubectl -n "
                  + name.namespace()
                  + " get configmap fleetcanary-"
                  + name.service()
                  + " -o yaml",
              "docs/operating.md says how to read it, under \"When a rollout is lost\""));
    }
    return HeldService.of(ledger, cluster, name.namespace(), name.service())
        .map(held -> held.draining(drain))
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.CONFLICT,
                    "no rollout holds " + name + " in this cluster, so there is nothing to restore",
                    List.of()));
  }

  /** In a shell of its own that ends at the first refusal: what comes next relies on it. */
  private int print(Recipe recipe) {
    PrintWriter out = surroundings.out();
    out.println("(");
    out.println("set -e");
    for (Instruction instruction : recipe.instructions()) {
      out.println("# " + instruction.what());
      out.println(command(instruction));
    }
    recipe.left().forEach(left -> out.println("# left to you: " + left));
    out.println(")");
    out.flush();
    return recipe.left().isEmpty() ? ExitCode.DONE.code() : ExitCode.HANDED_OVER.code();
  }

  private String command(Instruction instruction) {
    List<String> words = new ArrayList<>(instruction.command());
    if (words.getFirst().equals("kubectl")) {
      words.addAll(1, kubernetes.kubectl());
    }
    return words.stream().map(Restore::quoted).collect(Collectors.joining(" "));
  }

  /** As a POSIX shell reads it. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private int restore(Clusters clusters, HeldService held, Recipe recipe) {
    PrintWriter err = surroundings.err();
    String phase = held.phase().name().toLowerCase(Locale.ROOT);
    err.println(
        "rollout %s holds %s and stands at %s; to bring it back:"
            .formatted(held.rollout(), name, phase));
    recipe.instructions().forEach(instruction -> err.println("  - " + instruction.what()));
    recipe.left().forEach(left -> err.println("  ! " + left));
    err.flush();
    if (!yes && !agrees.test("bring it back? [y/N] ")) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "nothing was changed: nobody said yes",
          List.of("--yes does not ask, --print shows commands to run by hand"));
    }
    return restored(goBack(KubernetesRollback.byHand(clusters), held));
  }

  /** The ordinary way back, in the name of the rollout that holds the service. */
  private Restored goBack(RollbackActivities rollback, HeldService held) {
    PrintWriter err = surroundings.err();
    rollback.withdraw(held.plan());
    say(err, "the routes are turned back");
    rollback.turnBack(held.plan());
    say(err, "nothing goes forward any more; waiting for stable's pods where they have to follow");
    Restored restored = rollback.restore(held.plan());
    say(err, "the canary stays for another " + drain.toSeconds() + " s");
    rest(drain);
    rollback.release(
        new Release(held.plan(), FailureClass.PERSON, "restored from its ledger", restored.left()));
    say(err, "released");
    return restored;
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; run it again to go on", stopped);
    }
  }

  private static void say(PrintWriter err, String what) {
    err.println(what);
    err.flush();
  }

  private int restored(Restored restored) {
    if (!restored.left().isEmpty()) {
      throw new CommandException(
          ExitCode.HANDED_OVER, name + " is yours: " + restored.left(), List.of());
    }
    surroundings.out().println(name + " is as it was before the rollout");
    surroundings.out().flush();
    return ExitCode.DONE.code();
  }
}
