package io.fleetcanary.worker;

import io.fleetcanary.activity.journal.NoJournal;
import io.fleetcanary.activity.notification.Notifications;
import io.fleetcanary.activity.series.SeriesPost;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.worker.report.NoReports;
import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.PastActivities;
import io.fleetcanary.workflow.notification.NotificationActivities;
import io.fleetcanary.workflow.report.ReportActivities;
import io.temporal.client.WorkflowClient;
import java.util.function.BiConsumer;

/**
 * What an installation has besides its fleet.
 *
 * @param policy what is allowed
 * @param journal fulfils both of its contracts
 * @param notifications who is told
 * @param reports who makes a report at every end
 */
public record Installation<J extends JournalActivities & PastActivities>(
    Policy policy, J journal, NotificationActivities notifications, ReportActivities reports) {
  /** Everything is allowed, nothing is kept, and nobody is told. */
  public static Installation<NoJournal> bare() {
    return new Installation<>(Policy.NONE, new NoJournal(), Notifications.none(), new NoReports());
  }

  /** What becomes of what a watch has measured. */
  BiConsumer<WorkflowClient, Page> series() {
    return journal instanceof NoJournal ? (temporal, page) -> {} : SeriesPost::leave;
  }

  /** The same with another policy. */
  public Installation<J> with(Policy another) {
    return new Installation<>(another, journal, notifications, reports);
  }

  /** The same with another journal. */
  public <K extends JournalActivities & PastActivities> Installation<K> with(K another) {
    return new Installation<>(policy, another, notifications, reports);
  }

  /** The same, and these are told. */
  public Installation<J> telling(NotificationActivities people) {
    return new Installation<>(policy, journal, people, reports);
  }

  /** The same, and a report is made at every end. */
  public Installation<J> reporting(ReportActivities another) {
    return new Installation<>(policy, journal, notifications, another);
  }
}
