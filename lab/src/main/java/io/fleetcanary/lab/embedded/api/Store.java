package io.fleetcanary.lab.embedded.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The mock server's objects, with what it leaves out and the lab needs: pods that are deleted in
 * two steps, merge patches by RFC 7386, an answer where a patch cannot be applied, and news of
 * every change. Requests come one by one, on the server's only event loop.
 */
final class Store extends KubernetesCrudDispatcher {
  private static final int UNPROCESSABLE = 422;

  private final Runnable changed;

  /** A store that calls {@code changed} after every change; it must return at once. */
  Store(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    try {
      return switch (request.method()) {
        case DELETE -> PodDeletion.of(this, request).orElseGet(() -> super.dispatch(request));
        case POST -> create(request);
        case PATCH -> super.dispatch(MergePatch.asJsonPatch(this, request));
        case GET -> get(request);
        default -> super.dispatch(request);
      };
    } catch (RuntimeException inapplicable) {
      return failure(UNPROCESSABLE, "Invalid", String.valueOf(inapplicable.getMessage()));
    }
  }

  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      AttributeSet oldAttributes,
      GenericKubernetesResource resource,
      String newState) {
    super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
    changed.run();
  }

  /** Applies a JSON Patch as if it had come from outside. */
  MockResponse patch(String path, List<Map<String, Object>> operations) {
    return handlePatch(patchRequest(path, Serialization.asJson(operations)));
  }

  static RecordedRequest patchRequest(String path, String operations) {
    Headers headers = Headers.builder().add("Content-Type", "application/json-patch+json").build();
    Buffer body = new Buffer().writeUtf8(operations);
    return new RecordedRequest("HTTP_1_1", HttpMethod.PATCH, path, headers, body);
  }

  /** The object at {@code path}, a missing node if there is none. */
  JsonNode read(String path) {
    MockResponse response = handleGet(path);
    return response.code() == HttpURLConnection.HTTP_OK
        ? Serialization.unmarshal(response.getBody().readUtf8(), JsonNode.class)
        : MissingNode.getInstance();
  }

  static MockResponse failure(int code, String reason, String message) {
    Map<String, Object> status =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Status",
            "status",
            "Failure",
            "code",
            code,
            "reason",
            reason,
            "message",
            message);
    return new MockResponse().setResponseCode(code).setBody(Serialization.asJson(status));
  }

  /** Whoever asks whether he may do something here may. */
  private MockResponse create(RecordedRequest request) {
    if (request.getPath().endsWith("/selfsubjectaccessreviews")) {
      return new MockResponse()
          .setResponseCode(HttpURLConnection.HTTP_CREATED)
          .setBody(
              Serialization.asJson(
                  new SelfSubjectAccessReviewBuilder()
                      .withNewStatus()
                      .withAllowed(true)
                      .endStatus()
                      .build()));
    }
    return super.dispatch(request);
  }

  private MockResponse get(RecordedRequest request) {
    if (request.getPath().equals("/version")) {
      return new MockResponse()
          .setResponseCode(HttpURLConnection.HTTP_OK)
          .setBody("{\"major\":\"1\",\"minor\":\"37\",\"gitVersion\":\"v1.37.0-embedded\"}");
    }
    return handleGet(request.getPath());
  }
}
