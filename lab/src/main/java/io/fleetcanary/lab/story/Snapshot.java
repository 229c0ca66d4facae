package io.fleetcanary.lab.story;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cluster's objects ask for, as text: specs, labels and our annotations, without what
 * servers add.
 *
 * @param objects kind and name, each with what it asks for
 */
public record Snapshot(SortedMap<String, String> objects) {
  static final String GATEWAY_API = "gateway.networking.k8s.io/v1";
  private static final String OURS = "fleetcanary.io/";

  public Snapshot {
    objects = new TreeMap<>(objects);
  }

  /** The Deployments, Services, autoscalers and HTTPRoutes of a namespace. */
  public static Snapshot of(KubernetesClient client, String namespace) {
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(client.apps().deployments().inNamespace(namespace).list().getItems());
    all.addAll(client.services().inNamespace(namespace).list().getItems());
    all.addAll(
        client
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace)
            .list()
            .getItems());
    all.addAll(
        client
            .genericKubernetesResources(GATEWAY_API, "HTTPRoute")
            .inNamespace(namespace)
            .list()
            .getItems());
    KubernetesSerialization json = client.getKubernetesSerialization();
    SortedMap<String, String> objects = new TreeMap<>();
    for (HasMetadata object : all) {
      objects.put(
          object.getKind() + " " + object.getMetadata().getName(),
          json.asYaml(wanted(object, json)));
    }
    return new Snapshot(objects);
  }

  /** The same with one text put for another everywhere, e.g. the released image for the old one. */
  public Snapshot replacing(String old, String replacement) {
    SortedMap<String, String> replaced = new TreeMap<>();
    objects.forEach((name, text) -> replaced.put(name, text.replace(old, replacement)));
    return new Snapshot(replaced);
  }

  private static Map<String, Object> wanted(HasMetadata object, KubernetesSerialization json) {
    SortedMap<String, Object> wanted = new TreeMap<>();
    wanted.put("spec", spec(object, json));
    wanted.put("labels", sorted(object.getMetadata().getLabels()));
    SortedMap<String, String> ours = sorted(object.getMetadata().getAnnotations());
    ours.keySet().removeIf(key -> !key.contains(OURS));
    wanted.put("claims", ours);
    return wanted;
  }

  private static Object spec(HasMetadata object, KubernetesSerialization json) {
    if (object instanceof GenericKubernetesResource resource) {
      return ordered(resource.getAdditionalProperties().getOrDefault("spec", Map.of()));
    }
    return ordered(
        json.unmarshal(json.asJson(object), GenericKubernetesResource.class)
            .getAdditionalProperties()
            .getOrDefault("spec", Map.of()));
  }

  /** The same, whatever order its fields were written in. */
  private static Object ordered(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Snapshot::ordered).toList();
    }
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, Object> fields = new TreeMap<>();
      map.forEach((name, each) -> fields.put(String.valueOf(name), ordered(each)));
      return fields;
    }
    return value;
  }

  private static SortedMap<String, String> sorted(Map<String, String> map) {
    return map == null ? new TreeMap<>() : new TreeMap<>(map);
  }
}
