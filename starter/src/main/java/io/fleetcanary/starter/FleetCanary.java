package io.fleetcanary.starter;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.starter.about.Completion;
import io.fleetcanary.starter.about.Version;
import io.fleetcanary.starter.begin.Draft;
import io.fleetcanary.starter.begin.Init;
import io.fleetcanary.starter.begin.Origin;
import io.fleetcanary.starter.decide.Abort;
import io.fleetcanary.starter.decide.Approve;
import io.fleetcanary.starter.decide.ClusterDecision;
import io.fleetcanary.starter.decide.Pause;
import io.fleetcanary.starter.decide.Reject;
import io.fleetcanary.starter.decide.Resume;
import io.fleetcanary.starter.doctor.Doctor;
import io.fleetcanary.starter.fleet.Clusters;
import io.fleetcanary.starter.fleet.Notify;
import io.fleetcanary.starter.journal.Diff;
import io.fleetcanary.starter.journal.History;
import io.fleetcanary.starter.journal.Rollback;
import io.fleetcanary.starter.list.ListRollouts;
import io.fleetcanary.starter.option.Stage;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.report.Report;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.spec.Explain;
import io.fleetcanary.starter.spec.SchemaCommand;
import io.fleetcanary.starter.spec.Validate;
import io.fleetcanary.starter.watch.Watch;
import io.fleetcanary.starter.why.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The command line. */
@Command(
    name = "fleetcanary",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "releases a new model version to many clusters, step by step, measured",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:promoted, or the command is done",
      "1:unexpected; trying again may help",
      "2:wrong command line or spec, or a plan that was refused",
      "3:rolled back: the new revision is bad",
      "4:aborted by a person",
      "5:rejected, or nobody answered in time",
      "6:stopped waiting; the rollout goes on",
      "7:stopped waiting; the rollout stands still until a person decides",
      "8:ended with clusters on the old revision",
      "9:Temporal or the workers do not answer; trying again may help",
      "10:the state is not the one you have in mind: look first",
      "11:not authenticated, or not allowed",
      "12:a person is needed now: something was left behind",
      "130:interrupted; a rollout that was waited for goes on"
    },
    footer =
        "In a checkout there are also: fleetcanary restore, fleetcanary demo, fleetcanary worker")
public final class FleetCanary {
  private FleetCanary() {}

  public static void main(String[] args) {
    System.exit(run(Surroundings.process(), args));
  }

  /** Runs one command and returns its exit code. */
  static int run(Surroundings surroundings, String... args) {
    return run(
        surroundings,
        origin -> {
          throw Init.cannotLook(origin);
        },
        args);
  }

  /**
   * Runs one command and returns its exit code.
   *
   * @param look at what serves in a cluster, for those who have a Kubernetes client
   */
  public static int run(Surroundings surroundings, Function<Origin, Draft> look, String... args) {
    CommandLine line = new CommandLine(new FleetCanary());
    line.getCommandSpec().usageMessage().width(100);
    line.getCommandSpec().version("fleetcanary " + Version.ofThisProgram());
    wanted(commands(surroundings, look), args).forEach(line::addSubcommand);
    line.getSubcommands().values().forEach(command -> adorn(command.getCommandSpec()));
    return prepared(line, surroundings).execute(args);
  }

  /** Reads and explains as every command of this product does. */
  public static CommandLine prepared(CommandLine line, Surroundings surroundings) {
    return line.setOut(surroundings.out())
        .setErr(surroundings.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(RolloutName.class, FleetCanary::rollout)
        .registerConverter(Stage.class, Stage::parse)
        .registerConverter(Duration.class, FleetCanary::duration)
        .setExecutionExceptionHandler(new Explanation(surroundings.err()));
  }

  private static void adorn(CommandSpec command) {
    command.mixinStandardHelpOptions(true);
    command.usageMessage().sortOptions(false).abbreviateSynopsis(true).width(100);
    if (command.findOption(Explanation.DEBUG) == null) {
      command.addOption(
          OptionSpec.builder(Explanation.DEBUG)
              .type(boolean.class)
              .description("show stack traces")
              .build());
    }
  }

  /**
   * The one that is asked for, where that is plain: the options of each are read by reflection, and
   * those of all take longer than an answer of Temporal.
   */
  private static List<Object> wanted(List<Object> commands, String... args) {
    List<Object> named =
        commands.stream().filter(it -> args.length > 0 && isNamed(it, args[0])).toList();
    return named.isEmpty() || named.getFirst() instanceof Completion ? commands : named;
  }

  private static boolean isNamed(Object command, String name) {
    Command names = command.getClass().getAnnotation(Command.class);
    return names.name().equals(name) || List.of(names.aliases()).contains(name);
  }

  private static List<Object> commands(Surroundings surroundings, Function<Origin, Draft> look) {
    List<Object> commands = new ArrayList<>();
    commands.addAll(
        List.of(
            new Init(surroundings, look),
            new Validate(surroundings),
            new Explain(surroundings),
            new SchemaCommand(surroundings),
            new PresetsCommand(surroundings),
            new Plan(surroundings),
            new Start(surroundings)));
    commands.addAll(looking(surroundings));
    commands.addAll(deciding(surroundings));
    commands.addAll(
        List.of(
            new Clusters(surroundings),
            new Notify(surroundings),
            new Doctor(surroundings),
            new Completion(surroundings),
            new Version(surroundings)));
    return commands;
  }

  private static List<Object> looking(Surroundings surroundings) {
    return List.of(
        new ListRollouts(surroundings),
        new Status(surroundings),
        new Watch(surroundings),
        new Why(surroundings),
        new Report(surroundings),
        new History(surroundings),
        new Diff(surroundings));
  }

  private static List<Object> deciding(Surroundings surroundings) {
    return List.of(
        new Approve(surroundings),
        new Reject(surroundings),
        new ClusterDecision.Retry(surroundings),
        new ClusterDecision.Skip(surroundings),
        new ClusterDecision.Abandon(surroundings),
        new Pause(surroundings),
        new Resume(surroundings),
        new Abort(surroundings),
        new Rollback(surroundings));
  }

  private static RolloutName rollout(String text) {
    try {
      return RolloutName.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(String.valueOf(wrong.getMessage()));
    }
  }

  private static Duration duration(String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be a duration such as 45s, 30m or 1h30m, got " + text));
  }
}
