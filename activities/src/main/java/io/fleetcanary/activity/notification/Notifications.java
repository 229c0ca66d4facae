package io.fleetcanary.activity.notification;

import io.fleetcanary.workflow.client.UiLink;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.NotificationActivities;
import io.temporal.failure.ApplicationFailure;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells those whom the installation names. */
public final class Notifications implements NotificationActivities {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final SortedMap<String, Target> targets = new TreeMap<>();
  private final SortedMap<String, Channel> channels = new TreeMap<>();

  private Notifications() {}

  /**
   * @param targets by name
   * @param ui where people can look at a run
   */
  public Notifications(SortedMap<String, Target> targets, UiLink ui) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    Wording wording = new Wording(ui);
    this.targets.putAll(targets);
    targets.forEach((name, target) -> channels.put(name, channel(target, http, wording)));
  }

  /** Nobody is told. */
  public static Notifications none() {
    return new Notifications();
  }

  private static Channel channel(Target target, HttpClient http, Wording wording) {
    WebPost post = new WebPost(http, target.url(), target.login(), Clock.systemUTC());
    return switch (target.way()) {
      case CLOUDEVENTS -> new CloudEventChannel(post, wording);
      case SLACK, CHAT, TEAMS -> new ChatChannel(target.way(), post, wording);
      case EMAIL -> new MailChannel(target, wording);
    };
  }

  @Override
  public Targets targets() {
    return new Targets(List.copyOf(targets.keySet()));
  }

  @Override
  public void deliver(Delivery delivery) {
    Target target = targets.get(delivery.target());
    Channel channel = channels.get(delivery.target());
    if (target == null || channel == null) {
      throw NotDelivered.yet("this worker's settings know nobody of that name");
    }
    if (target.wants(delivery.notification().kind())) {
      tell(channel, delivery.notification());
    }
  }

  /** What else fails may name an address, or a secret: it is known by its kind alone. */
  private static void tell(Channel channel, Notification notification) {
    try {
      channel.tell(notification);
    } catch (ApplicationFailure said) {
      throw said;
    } catch (RuntimeException failure) {
      throw NotDelivered.yet("it cannot be told: " + failure.getClass().getSimpleName());
    }
  }
}
