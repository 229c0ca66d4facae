package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that keeps what it is given, and can be told to forbid or to lack things. */
public final class MockCluster implements AutoCloseable {
  private static final String REVIEWS = "selfsubjectaccessreviews";

  private final List<String> forbidden = new CopyOnWriteArrayList<>();
  private final List<String> lacking = new CopyOnWriteArrayList<>();
  private final List<String> denied = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new Rules(), false);
  private final KubernetesClient client;

  public MockCluster() {
    server.init();
    client = server.createClient();
  }

  public KubernetesClient client() {
    return client;
  }

  /** Puts objects there as they are, status included; owners are found by name. */
  public MockCluster with(HasMetadata... objects) {
    for (HasMetadata object : objects) {
      object.getMetadata().getOwnerReferences().forEach(owner -> identify(owner, object));
      create(object);
    }
    return this;
  }

  private void create(HasMetadata object) {
    if (object instanceof GenericKubernetesResource resource) {
      client.genericKubernetesResources(kind(resource)).resource(resource).create();
    } else {
      client.resource(object).create();
    }
  }

  private static ResourceDefinitionContext kind(GenericKubernetesResource resource) {
    String[] version = resource.getApiVersion().split("/", 2);
    return new ResourceDefinitionContext.Builder()
        .withGroup(version[0])
        .withVersion(version[1])
        .withKind(resource.getKind())
        .withPlural(resource.getKind().toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  private void identify(OwnerReference owner, HasMetadata object) {
    Deployment deployment =
        client
            .apps()
            .deployments()
            .inNamespace(object.getMetadata().getNamespace())
            .withName(owner.getName())
            .get();
    owner.setUid(deployment == null ? "unknown" : deployment.getMetadata().getUid());
  }

  /** Begins the deletion of something that a finalizer still holds. */
  public void delete(HasMetadata object) {
    client.resource(object).delete();
  }

  /** Reads whose path contains this are answered with 403. */
  public void forbid(String path) {
    forbidden.add(path);
  }

  /** Requests whose path contains this are answered with a bare 404, as for an unknown kind. */
  public void lack(String path) {
    lacking.add(path);
  }

  /** An access review about this verb and resource is answered with no. */
  public void deny(String verb, String resource) {
    denied.add("\"resource\":\"" + resource + "\"");
    denied.add("\"verb\":\"" + verb + "\"");
  }

  /** All requests that were served, but access reviews, as {@code METHOD path}. */
  public List<String> requests() {
    return new ArrayList<>(requests);
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  private final class Rules extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (lacking.stream().anyMatch(request.getPath()::contains)) {
        return new MockResponse().setResponseCode(404).setBody("404 page not found");
      }
      if (forbidden.stream().anyMatch(request.getPath()::contains)) {
        return new MockResponse().setResponseCode(403).setBody("{}");
      }
      if (request.getPath().contains(REVIEWS)) {
        return review(request.getBody().readUtf8());
      }
      requests.add(request.getMethod() + " " + request.getPath());
      return super.dispatch(request);
    }

    private MockResponse review(String asked) {
      boolean no = !denied.isEmpty() && denied.stream().allMatch(asked::contains);
      String answer =
          asked.substring(0, asked.lastIndexOf('}')) + ",\"status\":{\"allowed\":" + !no + "}}";
      return new MockResponse().setResponseCode(201).setBody(answer);
    }
  }
}
