package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * One object of a cluster: read, and written on exactly the version that was read. Never by force,
 * never by server-side apply, which would take fields of the user's.
 *
 * @param <T> its kind
 */
public final class ClusterObject<T extends HasMetadata> {
  private final NonNamespaceOperation<T, ?, ? extends Resource<T>> objects;
  private final KubernetesSerialization json;
  private final Whose whose;
  private final String kind;
  private final String name;

  /** Whose an object is, which decides how it is written. */
  public enum Whose {
    /** The user's: only what differs is patched. */
    THEIRS,
    /** Ours: replaced as a whole. */
    OURS
  }

  public ClusterObject(
      NonNamespaceOperation<T, ?, ? extends Resource<T>> objects,
      KubernetesSerialization json,
      Whose whose,
      String kind,
      String name) {
    this.objects = objects;
    this.json = json;
    this.whose = whose;
    this.kind = kind;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Looks now; empty when it does not exist. */
  public Optional<T> read() {
    return Optional.ofNullable(objects.withName(name).get());
  }

  void create(T object) {
    objects.resource(object).create();
  }

  /** Writes it, if it still is what was seen; returns what the API server made of it. */
  T write(T seen, T wanted) {
    return switch (whose) {
      case THEIRS -> patch(seen, wanted);
      case OURS -> objects.resource(wanted).lockResourceVersion(version(seen)).update();
    };
  }

  /**
   * Sets each field that differs as a whole, and removes those that are gone. No operation depends
   * on what else is there, so that a patch of an object that has changed always fails by its
   * version, never by its content.
   */
  private T patch(T seen, T wanted) {
    ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    set(operations, "/metadata/resourceVersion", StringNode.valueOf(version(seen)));
    JsonNode before = tree(seen);
    JsonNode after = tree(wanted);
    JsonNode annotations = after.path("metadata").path("annotations");
    if (!annotations.equals(before.path("metadata").path("annotations"))) {
      JsonNode none = JsonNodeFactory.instance.objectNode();
      set(operations, "/metadata/annotations", annotations.isObject() ? annotations : none);
    }
    for (Map.Entry<String, JsonNode> field : after.path("spec").properties()) {
      if (!field.getValue().equals(before.path("spec").path(field.getKey()))) {
        set(operations, "/spec/" + field.getKey(), field.getValue());
      }
    }
    for (Map.Entry<String, JsonNode> field : before.path("spec").properties()) {
      if (!after.path("spec").has(field.getKey())) {
        remove(operations, "/spec/" + field.getKey(), field.getValue());
      }
    }
    PatchContext context = PatchContext.of(PatchType.JSON);
    context.setFieldManager(Labels.MANAGER);
    return objects.resource(seen).patch(context, operations.toString());
  }

  /** In JSON Patch, adding a field that is there replaces it. */
  private static void set(ArrayNode operations, String path, JsonNode value) {
    operations.addObject().put("op", "add").put("path", path).set("value", value);
  }

  /** Put there first: removing what somebody else has removed would fail by its content. */
  private static void remove(ArrayNode operations, String path, JsonNode any) {
    set(operations, path, any);
    operations.addObject().put("op", "remove").put("path", path);
  }

  void remove(T seen) {
    objects.resource(seen).lockResourceVersion(version(seen)).delete();
  }

  /** Whether two objects, or two parts of one, are the same to an API server. */
  public boolean same(Object one, Object other) {
    return tree(one).equals(tree(other));
  }

  /**
   * The JSON Patch from what was seen to what is wanted, on exactly that version, for people to
   * read: small, unlike what {@link #write} sends.
   *
   * @return empty when they are the same
   */
  public Optional<String> difference(T seen, T wanted) {
    JsonNode changes = JsonDiff.asJson(tree(seen), tree(wanted));
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", version(seen));
    changes.forEach(patch::add);
    return Optional.of(patch.toString());
  }

  public T copy(T object) {
    return json.clone(object);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }

  /** By way of text, so that numbers have the types that a reader would give them. */
  private JsonNode tree(Object object) {
    return json.unmarshal(json.asJson(object), JsonNode.class);
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }
}
