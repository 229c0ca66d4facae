package io.fleetcanary.worker;

import io.fleetcanary.activity.journal.NoJournal;
import io.fleetcanary.activity.notification.Notifications;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.PastActivities;
import io.fleetcanary.workflow.notification.NotificationActivities;

/**
 * What an installation has besides its fleet.
 *
 * @param policy what is allowed
 * @param journal fulfils both of its contracts
 * @param notifications who is told
 */
public record Installation<J extends JournalActivities & PastActivities>(
    Policy policy, J journal, NotificationActivities notifications) {
  /** Everything is allowed, nothing is kept, and nobody is told. */
  public static Installation<NoJournal> bare() {
    return new Installation<>(Policy.NONE, new NoJournal(), Notifications.none());
  }

  /** The same with another policy. */
  public Installation<J> with(Policy another) {
    return new Installation<>(another, journal, notifications);
  }

  /** The same with another journal. */
  public <K extends JournalActivities & PastActivities> Installation<K> with(K another) {
    return new Installation<>(policy, another, notifications);
  }

  /** The same, and these are told. */
  public Installation<J> telling(NotificationActivities people) {
    return new Installation<>(policy, journal, people);
  }
}
