package io.fleetcanary.lab.scene;

import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether everything that people sent to a rollout is on record: in Temporal's history with the way
 * it came, as a signal or an update, and the client it came from; in the journal with who it was.
 */
final class CommandsOnRecord {
  private static final List<String> COMMANDS =
      List.of("approve", "reject", "pause", "resume", "retry", "skip", "abandon", "abort");

  private final SortedMap<String, Integer> came = new TreeMap<>();
  private final SortedMap<String, Integer> kept = new TreeMap<>();
  private final List<String> flaws = new ArrayList<>();

  private CommandsOnRecord() {}

  /** What the history of a rollout that has ended lacks. */
  static List<String> flaws(List<HistoryEvent> history) {
    CommandsOnRecord found = new CommandsOnRecord();
    history.forEach(found::came);
    history.stream().flatMap(CommandsOnRecord::written).distinct().forEach(found::kept);
    if (!found.came.equals(found.kept)) {
      found.flaws.add(
          "the journal must have each command once, got " + found.kept + " of " + found.came);
    }
    return List.copyOf(found.flaws);
  }

  private void came(HistoryEvent event) {
    if (event.hasWorkflowExecutionSignaledEventAttributes()) {
      var signal = event.getWorkflowExecutionSignaledEventAttributes();
      came("signal", signal.getSignalName(), signal.getIdentity());
    }
    if (event.hasWorkflowExecutionUpdateAcceptedEventAttributes()) {
      var update = event.getWorkflowExecutionUpdateAcceptedEventAttributes().getAcceptedRequest();
      came("update", update.getInput().getName(), update.getMeta().getIdentity());
    }
  }

  private void came(String channel, String command, String client) {
    if (!COMMANDS.contains(command)) {
      return;
    }
    came.merge(command, 1, Integer::sum);
    if (client.isBlank()) {
      flaws.add("the " + channel + " " + command + " must name the client that it came from");
    }
  }

  private void kept(JournalEntry entry) {
    if (entry.evidence() instanceof Evidence.Said said) {
      kept.merge(said.message(), 1, Integer::sum);
      if (entry.by().isBlank()) {
        flaws.add("line " + entry.number() + " of the journal must say who sent " + said.message());
      }
    }
  }

  /** Lines that are written now, or left to a run behind the end; some are tried twice. */
  private static Stream<JournalEntry> written(HistoryEvent event) {
    if (event
        .getActivityTaskScheduledEventAttributes()
        .getActivityType()
        .getName()
        .equals("writeJournal")) {
      return lines(event.getActivityTaskScheduledEventAttributes().getInput());
    }
    var child = event.getStartChildWorkflowExecutionInitiatedEventAttributes();
    return child.getWorkflowType().getName().equals("KeepJournal")
        ? lines(child.getInput())
        : Stream.empty();
  }

  private static Stream<JournalEntry> lines(io.temporal.api.common.v1.Payloads input) {
    Page page = Payloads.converter().fromPayloads(0, Optional.of(input), Page.class, Page.class);
    return page.entries().stream();
  }
}
