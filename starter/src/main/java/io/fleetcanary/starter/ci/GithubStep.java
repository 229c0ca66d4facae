package io.fleetcanary.starter.ci;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.report.Report;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.Harmless;
import io.fleetcanary.starter.spec.Annotations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A step of GitHub Actions that follows a rollout. On the page of its run it leaves the report, for
 * later steps the outputs {@code rollout}, {@code phase} and {@code digest}, and an annotation
 * where a rollout ended otherwise than promoted.
 */
public final class GithubStep {
  /** GitHub drops a longer summary, all of it. */
  private static final int LARGEST_SUMMARY = 1024 * 1024;

  private final Surroundings surroundings;
  private final Output output;

  public GithubStep(Surroundings surroundings, Output output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  /** Follows a rollout; however the waiting ends, leaves these things when this is such a step. */
  public ExitCode follow(Follow follow, RolloutName name, Rollouts rollouts)
      throws InterruptedException {
    try {
      return follow.follow(name, rollouts, surroundings, output);
    } finally {
      if (surroundings.variable("GITHUB_ACTIONS", "").equals("true")) {
        leave(name, rollouts);
      }
    }
  }

  /** What is missing on a page is no reason to fail a step, nor to hide why it fails. */
  private void leave(RolloutName name, Rollouts rollouts) {
    try {
      FleetStatus status = rollouts.status(name);
      annotate(status);
      append("GITHUB_OUTPUT", outputs(status));
      append("GITHUB_STEP_SUMMARY", fitting(Report.markdown(name, rollouts, surroundings.clock())));
    } catch (CommandException | IOException failure) {
      surroundings
          .err()
          .println(Harmless.line("nothing left for the page of this run: " + failure.getMessage()));
      surroundings.err().flush();
    }
  }

  private void annotate(FleetStatus status) {
    if (status.phase().ended() && status.phase() != FleetPhase.PROMOTED) {
      String title = status.workflowId() + " " + Words.of(status.phase());
      surroundings
          .err()
          .println(
              Annotations.line("error", "title=" + Annotations.property(title), status.reason()));
      surroundings.err().flush();
    }
  }

  private static List<String> outputs(FleetStatus status) {
    return Stream.of(
            "rollout=" + status.workflowId(),
            "phase=" + status.phase(),
            "digest=" + status.digest())
        .map(Harmless::line)
        .toList();
  }

  private static List<String> fitting(List<String> summary) {
    byte[] text = String.join("\n", summary).getBytes(StandardCharsets.UTF_8);
    return text.length < LARGEST_SUMMARY
        ? summary
        : List.of("The report is too long for this page: `fleetcanary report` prints it.");
  }

  /** Other commands of the same step have written there too. */
  private void append(String variable, List<String> lines) throws IOException {
    String file = surroundings.variable(variable, "");
    if (!file.isEmpty()) {
      Files.write(Path.of(file), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
