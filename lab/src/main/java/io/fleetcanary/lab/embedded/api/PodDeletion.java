package io.fleetcanary.lab.embedded.api;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Deletes a scheduled pod as a real API server does: first it is only marked, so that its kubelet
 * can let it drain; the kubelet's own request, without a grace period, removes it. The mock server
 * keeps a marked object only while it has a finalizer, so it has one meanwhile.
 */
final class PodDeletion {
  private static final Pattern POD = Pattern.compile("/api/v1/namespaces/[^/]+/pods/[^/?]+");
  private static final int GRACE_SECONDS = 30;
  private static final String FINALIZERS = "/metadata/finalizers";

  private PodDeletion() {}

  /** The answer, or nothing when the request is not for one scheduled pod. */
  static Optional<MockResponse> of(Store store, RecordedRequest request) {
    String path = request.getPath().split("\\?", 2)[0];
    if (!POD.matcher(path).matches()) {
      return Optional.empty();
    }
    JsonNode pod = store.read(path);
    if (pod.isMissingNode() || !pod.path("spec").hasNonNull("nodeName")) {
      return Optional.empty();
    }
    JsonNode options = options(request);
    String uid = pod.path("metadata").path("uid").asString();
    String wanted = options.path("preconditions").path("uid").asString(uid);
    if (!wanted.equals(uid)) {
      return Optional.of(Store.failure(409, "Conflict", "uid must be " + uid + ", got " + wanted));
    }
    boolean marked = pod.path("metadata").hasNonNull("deletionTimestamp");
    if (options.path("gracePeriodSeconds").asInt(GRACE_SECONDS) == 0) {
      return Optional.of(store.patch(path, marked ? List.of(released()) : removal()));
    }
    return Optional.of(marked ? store.handleGet(path) : store.patch(path, marking()));
  }

  private static JsonNode options(RecordedRequest request) {
    String body = request.getBody().readUtf8();
    return Serialization.unmarshal(body.isBlank() ? "{}" : body, JsonNode.class);
  }

  private static List<Map<String, Object>> marking() {
    return List.of(
        marked(),
        add("/metadata/deletionGracePeriodSeconds", GRACE_SECONDS),
        add(FINALIZERS, List.of("lab.fleetcanary.io/drain")));
  }

  private static List<Map<String, Object>> removal() {
    return List.of(marked(), released());
  }

  private static Map<String, Object> marked() {
    return add(
        "/metadata/deletionTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static Map<String, Object> released() {
    return add(FINALIZERS, List.of());
  }

  private static Map<String, Object> add(String path, Object value) {
    return Map.of("op", "add", "path", path, "value", value);
  }
}
