package io.fleetcanary.workflow.client;

import io.fleetcanary.workflow.TaskQueues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Temporal's UI shows a run, or starts one, as far as that can be told from the server's
 * address.
 *
 * @param uiAddress what people say it is; empty where it is to be guessed
 */
public record UiLink(TemporalConnection connection, Optional<String> uiAddress) {
  /** The dev server's UI listens a thousand ports above its frontend. */
  private static final int UI_OFFSET = 1000;

  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1]):([0-9]{1,5})");
  private static final Pattern CLOUD = Pattern.compile(".+\\.(tmprl|api\\.temporal)\\..+");

  /** The page of one run; empty when the UI's address cannot be guessed. */
  public Optional<String> of(String workflowId, String runId) {
    return base()
        .map(
            base ->
                "%s/namespaces/%s/workflows/%s/%s"
                    .formatted(base, encoded(connection.namespace()), encoded(workflowId), runId));
  }

  /** The form that starts a rollout, with all but the spec filled in; empty as with runs. */
  public Optional<String> form(String workflowId) {
    return base()
        .map(
            base ->
                "%s/namespaces/%s/workflows/start-workflow?workflowId=%s&taskQueue=%s&workflowType=FleetRollout"
                    .formatted(
                        base,
                        encoded(connection.namespace()),
                        encoded(workflowId),
                        encoded(TaskQueues.CENTRAL)));
  }

  private Optional<String> base() {
    if (uiAddress.isPresent()) {
      return uiAddress.map(address -> address.replaceFirst("/+$", ""));
    }
    Matcher loopback = LOOPBACK.matcher(connection.target());
    if (loopback.matches()) {
      int port = Integer.parseInt(loopback.group(2)) + UI_OFFSET;
      return Optional.of("http://" + loopback.group(1) + ":" + port);
    }
    return CLOUD.matcher(connection.target()).matches()
        ? Optional.of("https://cloud.temporal.io")
        : Optional.empty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
