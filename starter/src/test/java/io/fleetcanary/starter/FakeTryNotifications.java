package io.fleetcanary.starter;

import io.fleetcanary.workflow.notification.TryNotifications;
import java.util.Map;
import java.util.TreeMap;

/** One takes it, another does not. */
public final class FakeTryNotifications implements TryNotifications {
  @Override
  public Tried run() {
    return new Tried(new TreeMap<>(Map.of("chat", "", "oncall", "it answered HTTP 404")));
  }
}
