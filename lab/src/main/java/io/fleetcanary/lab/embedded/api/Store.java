package io.fleetcanary.lab.embedded.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.HttpUrl;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mock server's objects, with what it leaves out and the lab needs: pods that are deleted in
 * two steps, merge patches by RFC 7386, an answer where a patch cannot be applied, watches that go
 * on where they ended, and news of every change. Requests come one by one, on the server's only
 * event loop.
 */
final class Store extends KubernetesCrudDispatcher {
  private static final int UNPROCESSABLE = 422;

  private final Runnable changed;
  private final Watches watches = new Watches();

  /** The newest resource version; written by the event loop. */
  private volatile long version;

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
  public long requestResourceVersion() {
    version = super.requestResourceVersion();
    return version;
  }

  /** Called for every change, with null for what was not there before or is not there now. */
  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      @Nullable AttributeSet oldAttributes,
      @Nullable GenericKubernetesResource resource,
      @Nullable String newState) {
    String oldState = oldAttributes == null ? null : getMap().get(oldAttributes);
    super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
    if (newState != null && !newState.equals(oldState)) {
      AttributeSet after = attributes(pathAttributes, newState);
      watches.tell(new WatchEvent(version, oldAttributes, after, newState));
    } else if (newState == null && oldState != null) {
      String last = renewed(oldState);
      watches.tell(new WatchEvent(version, oldAttributes, null, last));
    }
    changed.run();
  }

  @Override
  public MockResponse handleWatch(String path) {
    String since = HttpUrl.parse("http://localhost" + path).queryParameter("resourceVersion");
    return new MockResponse()
        .withWebSocketUpgrade(
            watches.watch(
                getAttributeExtractor().fromPath(path),
                since == null || since.isEmpty() ? 0 : Long.parseLong(since),
                () -> present(path)));
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

  /** What selectors see; the path knows the plural of kinds that have no definition. */
  private AttributeSet attributes(AttributeSet pathAttributes, String state) {
    AttributeSet own = getAttributeExtractor().fromResource(state);
    return own.containsKey(KubernetesAttributesExtractor.PLURAL)
        ? own
        : AttributeSet.merge(pathAttributes, own);
  }

  /** The last state of an object that goes, with the version of its going. */
  private String renewed(String state) {
    ObjectNode object = Serialization.unmarshal(state, ObjectNode.class);
    object.withObject("/metadata").put("resourceVersion", Long.toString(requestResourceVersion()));
    return object.toString();
  }

  private List<String> present(String path) {
    AttributeSet query = getAttributeExtractor().fromPath(path);
    return getMap().entrySet().stream()
        .filter(object -> object.getKey().matches(query))
        .map(Map.Entry::getValue)
        .toList();
  }

  static MockResponse failure(int code, String reason, String message) {
    return new MockResponse().setResponseCode(code).setBody(status(code, reason, message));
  }

  /** JSON of a Status object that says what went wrong. */
  static String status(int code, String reason, String message) {
    return Serialization.asJson(
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withReason(reason)
            .withMessage(message)
            .build());
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
