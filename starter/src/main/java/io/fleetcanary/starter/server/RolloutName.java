package io.fleetcanary.starter.server;

import io.fleetcanary.workflow.FleetRollout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rollout is meant: there is one per service.
 *
 * @param namespace of the service in Kubernetes
 * @param service its name
 */
public record RolloutName(String namespace, String service) {
  private static final Pattern FORM = Pattern.compile("(?:rollout/)?([^/\\s]+)/([^/\\s]+)");

  /**
   * Reads {@code inference/chat} or {@code rollout/inference/chat}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static RolloutName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a rollout must be named <namespace>/<service>, got " + text);
    }
    return new RolloutName(matcher.group(1), matcher.group(2));
  }

  public String workflowId() {
    return FleetRollout.workflowId(namespace, service);
  }

  /** As people type it. */
  @Override
  public String toString() {
    return namespace + "/" + service;
  }
}
