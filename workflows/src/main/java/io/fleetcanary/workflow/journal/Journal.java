package io.fleetcanary.workflow.journal;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.ClusterRollout.Report;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.Notes.Subject;
import io.fleetcanary.workflow.question.Typed;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout writes into the journal. It is written beside the rollout, which never waits for
 * it: what could not be written is written later, by the rollout or, behind its end, by a run of
 * its own.
 *
 * <pre>
 * noted ▶ written
 *    └▶ not written: told in the status, tried again ▶ written
 *                                      └▶ the rollout ends: left to KeepJournal
 * </pre>
 */
public final class Journal {
  private static final int LARGEST_SPEC = 256 * 1024;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** On a way back every call and every message goes first. */
  private static final Duration BACK_FIRST = Duration.ofSeconds(10);

  private final Notes notes;
  private final Address address;
  private final Runnable changed;
  private boolean off;
  private boolean planned;
  private boolean writing;
  private boolean closing;
  private int wanted;
  private String trouble = "";
  private Duration pause = FIRST_PAUSE;

  /**
   * Nothing is noted.
   *
   * @param written gets each line at once
   * @param changed called when the gap appears, or is filled
   */
  public Journal(Consumer<JournalEntry> written, Runnable changed) {
    notes = new Notes(written);
    this.changed = changed;
    address = Address.ofThisRun();
    off = !address.known();
  }

  /** Somebody wants a rollout. */
  public void asked(@Nullable RawValue typed) {
    String json = typed == null ? "" : typed.getPayload().getData().toStringUtf8();
    String spec = json.length() > LARGEST_SPEC ? "" : json;
    notes.add(Act.ASKED, Typed.order(spec).by(), "", new Evidence.Asked(spec));
  }

  /** What will happen is known; from now on lines are written. */
  public void planned(RolloutPlan plan) {
    planned = true;
    address.planned(plan);
    write(notes.add(Act.PLANNED, "", "plan " + plan.digest(), new Evidence.Planned(plan)));
  }

  /** A person has sent something. */
  public void said(String message, @Nullable Object input, boolean taken, String answer) {
    Typed typed = Typed.of(message, input);
    String about = typed.gate().isEmpty() ? typed.cluster() : typed.gate();
    Subject subject = new Subject(about, typed.who());
    Act act = taken ? Act.DECISION : Act.REFUSAL;
    write(notes.add(act, subject, answer, new Evidence.Said(message, typed)));
  }

  /** A cluster has said something; that alone is no reason to write. */
  public void reported(Report report) {
    notes.reported(report);
    if (notes.size() >= PageSize.MOST_LINES) {
      write(0);
    }
  }

  /** Looks for what is new in the status. */
  public void sees(FleetStatus status) {
    if (notes.sees(status)) {
      write(notes.last());
    }
  }

  /** What people should know of it, one sentence each. */
  public List<String> troubles() {
    return trouble.isEmpty() || off
        ? List.of()
        : List.of(
            "the journal lacks what was decided last ("
                + notes.size()
                + " entries): "
                + trouble
                + "; the rollout goes on, and they are written later");
  }

  /** The last line. Waits for one attempt to write, and leaves what that did not do to others. */
  public void close(FleetOutcome outcome) {
    notes.add(Act.END, "", outcome.reason(), new Evidence.Outcome(outcome));
    closing = true;
    Workflow.await(() -> !writing);
    while (pending() && trouble.isEmpty()) {
      writePage();
    }
    while (pending()) {
      Page page = address.page(notes.oldest());
      JournalCalls.leave(page);
      forget(page);
    }
  }

  private boolean pending() {
    return !off && notes.size() > 0;
  }

  /** Soon, beside the rollout. */
  private void write(int number) {
    wanted = Math.max(wanted, number);
    if (off) {
      notes.forgetOldest(notes.size());
    }
    if (planned && !off && !writing && !closing) {
      writing = true;
      Detached.run(() -> Async.procedure(this::writeWhatIsWanted));
    }
  }

  private void writeWhatIsWanted() {
    if (notes.stopped()) {
      Wait.until(() -> closing, BACK_FIRST, "write the journal behind the way back");
    }
    while (!closing
        && pending()
        && (notes.first() <= wanted || notes.size() >= PageSize.MOST_LINES)) {
      writePage();
      if (!trouble.isEmpty()) {
        Wait.until(() -> closing, pause, "write the journal again");
        pause = longer(pause);
      }
    }
    writing = false;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private void writePage() {
    String before = trouble;
    Page page = address.page(notes.oldest());
    try {
      off = !JournalCalls.soon().write(page).kept();
      forget(page);
      trouble = "";
      pause = FIRST_PAUSE;
    } catch (ActivityFailure failure) {
      trouble = JournalCalls.reason(failure);
    }
    if (!trouble.equals(before)) {
      changed.run();
    }
  }

  private void forget(Page page) {
    notes.forgetOldest(page.entries().size());
  }
}
