package io.fleetcanary.workflow.bench;

import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.notification.NotificationActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Remembers what each target was told, as long as it can be reached. */
public final class FakePeople implements NotificationActivities {
  private final SortedMap<String, List<Notification>> told = new TreeMap<>();
  private final List<String> order = new ArrayList<>();
  private final SortedMap<String, Integer> away = new TreeMap<>();

  /** Somebody is to be told; nobody is without. */
  public synchronized void are(String... names) {
    for (String name : names) {
      told.put(name, new ArrayList<>());
    }
  }

  /** Nobody is to be told. */
  public synchronized void nobody() {
    told.clear();
  }

  /** It takes nothing. */
  public void isAway(String target) {
    isAway(target, Integer.MAX_VALUE);
  }

  /** It takes nothing so many times. */
  public synchronized void isAway(String target, int times) {
    away.put(target, times);
  }

  @Override
  public synchronized Targets targets() {
    return new Targets(List.copyOf(told.keySet()));
  }

  @Override
  public synchronized void deliver(Delivery delivery) {
    int left = away.getOrDefault(delivery.target(), 0);
    if (left > 0) {
      away.put(delivery.target(), left - 1);
      throw ApplicationFailure.newFailure("it answered 503", "NotDelivered");
    }
    told.get(delivery.target()).add(delivery.notification());
    order.add(delivery.target());
  }

  /** Who was told, again and again. */
  public synchronized List<String> order() {
    return List.copyOf(order);
  }

  /** In the order in which it was told. */
  public synchronized List<Notification> told(String target) {
    return List.copyOf(told.get(target));
  }

  /** {@code wave.started first: wave first begins, clusters: 1}, one for each. */
  public List<String> lines(String target) {
    return told(target).stream()
        .map(it -> (it.kind().text() + " " + it.about() + ": " + it.sentence()).replace(" :", ":"))
        .toList();
  }
}
