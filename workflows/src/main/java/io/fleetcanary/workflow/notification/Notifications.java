package io.fleetcanary.workflow.notification;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.ClusterRollout.Report;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.notification.Notification.Kind;
import io.fleetcanary.workflow.notification.Notification.Rollout;
import io.fleetcanary.workflow.notification.NotificationActivities.Targets;
import io.fleetcanary.workflow.notification.Notify.News;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of a rollout while it goes on, and once, at its end, how it ended. Goes by
 * the journal's lines, so that both say the same. The rollout hands over what has happened and
 * waits for nobody to take it: {@link Notify} does.
 */
public final class Notifications {
  /** Most are told by then. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

  private final List<Notification> unsent = new ArrayList<>();
  private final Set<String> stuck = new TreeSet<>();
  private Rollout rollout = ofThisRun();
  private int last;
  private boolean returning;
  private boolean closing;
  private boolean nobody;
  private @Nullable Promise<Void> telling;

  /** Finds out who is told, and tells them from now on what happens and has happened. */
  public void open() {
    if (!rollout.service().isEmpty()) {
      Detached.run(() -> telling = Async.procedure(this::tell));
    }
  }

  /** A line of the journal. */
  public void written(JournalEntry entry) {
    switch (entry.evidence()) {
      case Evidence.Planned planned -> planned(planned.plan());
      case Evidence.Open open -> asked(open.waiting());
      case Evidence.Said said -> said(said.message(), entry);
      case Evidence.Outcome outcome ->
          add(Kind.of(outcome.outcome().ending()), "", outcome.outcome().reason());
      case Evidence.Nothing nothing -> happened(entry);
      case Evidence.Asked asked -> {}
      case Evidence.Measured measured -> {}
      case Evidence.Series series -> {}
    }
  }

  /** A cluster's word. Told where it goes back alone, and once for each time it is stuck. */
  public void reported(Report report) {
    String cluster = report.status().cluster();
    String reason = report.status().reason();
    switch (report) {
      case Report.Stuck stuck -> {
        if (this.stuck.add(cluster)) {
          add(Kind.CLUSTER_STUCK, cluster, reason);
        }
      }
      case Report.Returns returns -> {
        if (!returning) {
          add(Kind.CLUSTER_RETURNING, cluster, reason);
        }
      }
      case Report.Moves moves -> stuck.remove(cluster);
      case Report.Confirms confirms -> stuck.remove(cluster);
      case Report.Holds holds -> stuck.remove(cluster);
      case Report.Ends ends -> stuck.remove(cluster);
    }
  }

  /** Nothing more will happen. Returns soon after all of it is in {@link Notify}'s hands. */
  public void close() {
    closing = true;
    if (telling != null) {
      telling.get();
    }
  }

  private void planned(RolloutPlan plan) {
    rollout =
        new Rollout(
            rollout.namespace(),
            rollout.service(),
            plan.revision().name(),
            plan.rolloutId(),
            rollout.runId(),
            plan.digest());
    long clusters = plan.waves().stream().mapToLong(wave -> wave.clusters().size()).sum();
    add(
        Kind.STARTED,
        "",
        "%s begins, waves: %d, clusters: %d"
            .formatted(plan.revision().name(), plan.waves().size(), clusters));
  }

  private void asked(Waiting waiting) {
    add(new What(Kind.APPROVAL_REQUESTED, waiting.gate(), "", waiting), waiting.why());
  }

  private void said(String message, JournalEntry entry) {
    if (entry.act() == JournalEntry.Act.DECISION) {
      switch (message) {
        case "pause" -> add(new What(Kind.PAUSED, "", entry.by(), null), entry.sentence());
        case "resume" -> add(new What(Kind.RESUMED, "", entry.by(), null), entry.sentence());
        // what it comes to is told next
        case "abort" -> {}
        default ->
            add(new What(Kind.APPROVAL_DECIDED, entry.about(), entry.by(), null), entry.sentence());
      }
    }
  }

  private void happened(JournalEntry entry) {
    boolean planned = !rollout.id().isEmpty();
    switch (entry.act()) {
      case WAVE -> add(Kind.WAVE_STARTED, entry.about(), entry.sentence());
      case STOP -> {
        returning = true;
        if (planned) {
          add(Kind.RETURNING, "", entry.sentence());
        }
      }
      case ASKED, PLANNED, CLUSTER, SERIES, QUESTION, DECISION, REFUSAL, END -> {}
    }
  }

  private void add(Kind kind, String about, String sentence) {
    add(new What(kind, about, "", null), sentence);
  }

  private void add(What what, String sentence) {
    last++;
    if (!nobody) {
      unsent.add(
          new Notification(
              last, Wait.now(), what.kind, rollout, what.about, what.by, sentence, what.question));
    }
  }

  private void tell() {
    Promise<Targets> asked = Messenger.whom();
    Workflow.await(() -> asked.isCompleted() || closing);
    nobody = asked.isCompleted() && asked.get().names().isEmpty();
    // whom nobody knows when all is over is found out by the run that tells them
    Messenger messenger = new Messenger(asked.isCompleted() ? asked.get().names() : List.of());
    while (!nobody && !(closing && unsent.isEmpty())) {
      Workflow.await(() -> closing || !unsent.isEmpty());
      if (!unsent.isEmpty()) {
        News news = new News(unsent);
        unsent.clear();
        messenger.send(rollout, news);
      }
    }
    // a run that is still at work when its parent closes is shown as cancelled
    Wait.until(messenger::done, MOMENT, "wait for those who are told at once");
  }

  private static Rollout ofThisRun() {
    String[] parts = Workflow.getInfo().getWorkflowId().split("/", -1);
    boolean known = parts.length == 3 && parts[0].equals("rollout");
    return new Rollout(
        known ? parts[1] : "", known ? parts[2] : "", "", "", Workflow.getInfo().getRunId(), "");
  }

  private record What(Kind kind, String about, String by, @Nullable Waiting question) {}
}
