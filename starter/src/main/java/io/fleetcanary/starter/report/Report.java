package io.fleetcanary.starter.report;

import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.report.FromJournal;
import io.fleetcanary.report.ReportHtml;
import io.fleetcanary.report.ReportJson;
import io.fleetcanary.report.ReportJunit;
import io.fleetcanary.report.ReportMarkdown;
import io.fleetcanary.report.RolloutReport;
import io.fleetcanary.report.Tale;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Journals;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.Yaml;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says all about a rollout in one document. */
@Command(
    name = "report",
    description = "prints all about a rollout, while it runs or after its end, as one document")
public final class Report implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "md (default), html, json, yaml or junit")
  private Format format = Format.md;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "of an earlier attempt, from list -o json or history; default the last one")
  private String run = "";

  @Mixin private Server server = new Server();

  public Report(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** As typed. */
  enum Format {
    md,
    html,
    json,
    yaml,
    junit
  }

  /** The report of a rollout's last run, line by line. */
  public static List<String> markdown(RolloutName rollout, Rollouts rollouts, Clock clock) {
    Tale history = Reading.of(rollouts.histories().all(rollout.workflowId(), ""));
    return ReportMarkdown.lines(
        new RolloutReport(clock.instant(), history, rollouts.status(rollout)));
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      surroundings.out().println(text(read(rollouts)));
      surroundings.out().flush();
    }
    return ExitCode.DONE.code();
  }

  /** From Temporal as long as it has the rollout, then from the journal. */
  private RolloutReport read(Rollouts rollouts) {
    try {
      FleetStatus status =
          run.isEmpty()
              ? rollouts.status(rollout)
              : rollouts.status(rollout.workflowId(), run, PATIENCE);
      Tale history = Reading.of(rollouts.histories().all(rollout.workflowId(), run));
      return new RolloutReport(
          surroundings.clock().instant(), history, status, series(rollouts, status));
    } catch (CommandException gone) {
      if (gone.code() != ExitCode.CONFLICT) {
        throw gone;
      }
      return kept(rollouts.journals(), gone);
    }
  }

  /** Temporal's history is too small for them. */
  private List<WatchSeries> series(Rollouts rollouts, FleetStatus status) {
    boolean shown = format == Format.html || format == Format.json || format == Format.yaml;
    if (!shown || status.rolloutId().isEmpty()) {
      return List.of();
    }
    try {
      return rollouts.journals().series(rollout, status.rolloutId());
    } catch (CommandException noJournal) {
      surroundings.err().println(noJournal.getMessage() + "; no metrics over time");
      return List.of();
    }
  }

  private RolloutReport kept(Journals journals, CommandException gone) {
    PastRollout past;
    try {
      past = journals.find(rollout, run).orElseThrow(() -> gone);
    } catch (CommandException noJournal) {
      surroundings.err().println(noJournal.getMessage());
      throw gone;
    }
    return FromJournal.of(
        rollout.workflowId(),
        past,
        journals.lines(rollout, past, false),
        surroundings.clock().instant());
  }

  private String text(RolloutReport report) {
    return switch (format) {
      case md -> String.join("\n", ReportMarkdown.lines(report));
      case html -> ReportHtml.of(report).stripTrailing();
      case json -> ReportJson.of(report);
      case yaml -> Yaml.document("Report", report);
      case junit -> ReportJunit.of(report).stripTrailing();
    };
  }
}
