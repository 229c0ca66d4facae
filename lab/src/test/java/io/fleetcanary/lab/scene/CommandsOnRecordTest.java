package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.question.Typed;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsOnRecordTest {
  @Test
  void isContentWhenAllThatCameWasKept() {
    assertThat(
            flaws(
                signal("pause", "cli@host"),
                update("resume", "1234@host"),
                signal("report", ""),
                written(line(1, "pause", "bob"), line(2, "resume", "somebody")),
                written(line(2, "resume", "somebody")),
                signal("abort", "ui"),
                left(line(3, "abort", "ann"))))
        .isEmpty();
  }

  @Test
  void noticesACommandThatIsNotKept() {
    assertThat(
            flaws(signal("abort", "ui"), signal("abort", "ui"), written(line(1, "abort", "ann"))))
        .containsExactly("the journal must have each command once, got {abort=1} of {abort=2}");
  }

  @Test
  void noticesALineThatNobodySent() {
    assertThat(flaws(written(line(1, "abort", "ann"))))
        .containsExactly("the journal must have each command once, got {abort=1} of {}");
  }

  @Test
  void noticesACommandOfNobody() {
    assertThat(flaws(update("approve", " "), written(line(1, "approve", ""))))
        .containsExactly(
            "the update approve must name the client that it came from",
            "line 1 of the journal must say who sent approve");
  }

  private static List<String> flaws(HistoryEvent... history) {
    return CommandsOnRecord.flaws(List.of(history));
  }

  private static HistoryEvent signal(String name, String client) {
    HistoryEvent.Builder event = HistoryEvent.newBuilder();
    event
        .getWorkflowExecutionSignaledEventAttributesBuilder()
        .setSignalName(name)
        .setIdentity(client);
    return event.build();
  }

  private static HistoryEvent update(String name, String client) {
    HistoryEvent.Builder event = HistoryEvent.newBuilder();
    var request =
        event
            .getWorkflowExecutionUpdateAcceptedEventAttributesBuilder()
            .getAcceptedRequestBuilder();
    request.getInputBuilder().setName(name);
    request.getMetaBuilder().setIdentity(client);
    return event.build();
  }

  private static JournalEntry line(int number, String command, String by) {
    Typed typed = Typed.of(command, Map.of("by", by));
    return new JournalEntry(
        number, Instant.EPOCH, Act.DECISION, "", by, "done", new Evidence.Said(command, typed));
  }

  private static HistoryEvent written(JournalEntry... lines) {
    HistoryEvent.Builder event = HistoryEvent.newBuilder();
    var call = event.getActivityTaskScheduledEventAttributesBuilder();
    call.getActivityTypeBuilder().setName("writeJournal");
    call.setInput(page(lines));
    return event.build();
  }

  private static HistoryEvent left(JournalEntry... lines) {
    HistoryEvent.Builder event = HistoryEvent.newBuilder();
    var run = event.getStartChildWorkflowExecutionInitiatedEventAttributesBuilder();
    run.getWorkflowTypeBuilder().setName("KeepJournal");
    run.setInput(page(lines));
    return event.build();
  }

  private static io.temporal.api.common.v1.Payloads page(JournalEntry... lines) {
    return Payloads.converter()
        .toPayloads(new Page("ml", "chat", "chat-1", "run", "2", List.of(lines)))
        .orElseThrow();
  }
}
