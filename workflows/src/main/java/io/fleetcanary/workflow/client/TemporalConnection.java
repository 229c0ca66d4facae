package io.fleetcanary.workflow.client;

import io.fleetcanary.workflow.Payloads;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Map;

/**
 * Where Temporal is and how to speak to it; the same for worker and CLI.
 *
 * @param target {@code host:port} of the frontend
 * @param namespace Temporal's namespace, not one of Kubernetes
 * @param apiKey bearer token, empty when the server asks for none
 * @param tls whether and how the connection is encrypted
 */
public record TemporalConnection(String target, String namespace, String apiKey, Tls tls) {
  /** Where {@code temporal server start-dev} listens. */
  public static final String DEFAULT_TARGET = "127.0.0.1:7233";

  public static final String DEFAULT_NAMESPACE = "default";

  /** Without a key and without TLS. */
  public static TemporalConnection plain(String target, String namespace) {
    return new TemporalConnection(target, namespace, "", Tls.NONE);
  }

  /**
   * What the environment variables of Temporal's own tools say: {@code TEMPORAL_ADDRESS}, {@code
   * TEMPORAL_NAMESPACE}, {@code TEMPORAL_API_KEY}, {@code TEMPORAL_TLS} and {@code TEMPORAL_TLS_*}.
   *
   * @throws IllegalArgumentException for one that would be obeyed by those tools, and is not here
   */
  public static TemporalConnection of(Map<String, String> environment) {
    environment.forEach(TemporalConnection::requireObeyed);
    return new TemporalConnection(
        environment.getOrDefault("TEMPORAL_ADDRESS", DEFAULT_TARGET),
        environment.getOrDefault("TEMPORAL_NAMESPACE", DEFAULT_NAMESPACE),
        environment.getOrDefault("TEMPORAL_API_KEY", ""),
        Tls.of(environment));
  }

  private static void requireObeyed(String variable, String value) {
    String rule = value.isEmpty() ? "" : rule(variable, value);
    if (!rule.isEmpty()) {
      throw new IllegalArgumentException(variable + rule);
    }
  }

  private static String rule(String variable, String value) {
    if (variable.equals("TEMPORAL_TLS_DISABLE_HOST_VERIFICATION")) {
      return value.equals("false") ? "" : " is not supported; set TEMPORAL_TLS_SERVER_NAME";
    }
    if (variable.startsWith("TEMPORAL_GRPC_META_")) {
      return " is not supported; remove it";
    }
    return variable.startsWith("TEMPORAL_TLS_") && variable.endsWith("_DATA")
        ? " must be a file; set " + variable.replaceFirst("DATA$", "PATH")
        : "";
  }

  /** Options to which a caller may add, e.g. metrics. An API key alone turns TLS on. */
  public WorkflowServiceStubsOptions.Builder options() {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder().setTarget(target);
    if (!apiKey.isEmpty()) {
      options.addApiKey(() -> apiKey);
    }
    tls.applyTo(options);
    return options;
  }

  /** A client that speaks the product's payloads. */
  public WorkflowClient client(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(Payloads.converter())
            .build());
  }

  /** The same for schedules. */
  public ScheduleClient schedules(WorkflowServiceStubs stubs) {
    return ScheduleClient.newInstance(
        stubs,
        ScheduleClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(Payloads.converter())
            .build());
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return target + ", namespace " + namespace;
  }
}
