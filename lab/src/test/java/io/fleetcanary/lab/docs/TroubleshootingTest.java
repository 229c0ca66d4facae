package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} has every reason that people can be given. */
class TroubleshootingTest {
  private static final List<String> MODULES =
      List.of("core", "workflows", "activities", "report", "worker", "starter", "recovery");

  /**
   * Whole screens, what a spec's fields mean, and what Temporal shows beside timers, activities and
   * messages.
   */
  private static final Set<String> NO_REASONS =
      Set.of(
          "ByHand.java",
          "ChatChannel.java",
          "Check.java",
          "Completion.java",
          "Consent.java",
          "Counted.java",
          "CurrentDetails.java",
          "DraftText.java",
          "FigurePlot.java",
          "FormText.java",
          "Frame.java",
          "JournalTable.java", // statements
          "Keyboard.java",
          "Messages.java",
          "MetricForm.java",
          "MetricPlot.java",
          "NextStep.java",
          "PlanText.java",
          "ProgressText.java",
          "ReportHtml.java",
          "ReportJunit.java",
          "ReportMarkdown.java",
          "ReportStyle.java",
          "Rows.java",
          "ShownWatch.java",
          "SpecForm.java",
          "StartText.java",
          "StatusText.java",
          "Stubs.java",
          "SweepSchedule.java",
          "Trial.java",
          "TryNotificationsWorkflow.java",
          "WaveForm.java",
          "WayBack.java",
          "WeightPlot.java",
          "Wording.java");

  /** Rules between our own classes, which only a bug breaks. */
  private static final Set<String> BUGS =
      Set.of(
          "AlphaSpending.java",
          "CanonicalJson.java",
          "Checked.java",
          "CountEvidence.java",
          "Counts.java",
          "Course.java",
          "Dispersion.java",
          "ExitCode.java",
          "FleetPhase.java",
          "Interval.java",
          "LedgerText.java",
          "Levels.java",
          "PageSize.java",
          "RatioEvidence.java",
          "RatioTest.java",
          "RecordTree.java",
          "ReportJson.java",
          "Selectors.java",
          "ShareTolerance.java",
          "TrafficWeight.java");

  private static final Set<String> SINGLE_ONES =
      Set.of(
          "(not packaged)",
          "a free ledger knows nothing",
          "ask for their runs", // summaries of a sweep
          "bring it back? [y/N]",
          "set -e",
          "show stack traces", // the help of an option
          "find the clusters",
          "journal of", // summaries of reading and writing the journal
          "past rollouts of",
          "report of",
          "remove what came too late in", // the summary of a sweep's removal
          "write the journal",
          "write the journal of",
          "leave the first word to the watch of", // the summary of a timer
          "ledgers of",
          "ledger in", // summaries of a take-over
          "take over",
          "at … in", // the summary of a watch
          "received no bytes|EOF|terminated the handshake|[Cc]onnection reset", // what is looked for
          "exceeded quota", // what PodTrouble looks for, not what it says
          "Unable to find", // the same of Profile
          "no answer in time", // a log
          "only a ledger refuses",
          "promoted is not a failure",
          "survey of", // the summary of a preview
          "tell people", // the summary of a run that does
          "[^\\s()]+(?: [^\\s()]+)*", // how a name is recognized
          "to …, wave", // the summary of a cluster's run
          "watch stable roll",
          "who is told of rollouts");

  @Test
  void hasEveryReasonThatTheSourcesCanGive() throws IOException {
    String page = Files.readString(Path.of("../docs/troubleshooting.md"));

    SortedMap<String, String> sentences = new TreeMap<>();
    for (String module : MODULES) {
      sentences.putAll(Sentences.of(Path.of("..", module)));
    }

    assertThat(sentences).hasSizeGreaterThan(300);
    assertThat(sentences.entrySet().stream().filter(TroubleshootingTest::isReason))
        .as("reasons that docs/troubleshooting.md lacks, each with its source")
        .filteredOn(reason -> !page.contains(reason.getKey()))
        .isEmpty();
  }

  private static boolean isReason(Map.Entry<String, String> sentence) {
    return !NO_REASONS.contains(sentence.getValue())
        && !BUGS.contains(sentence.getValue())
        && !SINGLE_ONES.contains(sentence.getKey());
  }
}
