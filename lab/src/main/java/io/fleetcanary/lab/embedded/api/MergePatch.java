package io.fleetcanary.lab.embedded.api;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Merge patches by RFC 7386; the mock server's own appends to lists and keeps nulls. */
final class MergePatch {
  private MergePatch() {}

  /** The same change as a JSON Patch; any other request as it is. */
  static RecordedRequest asJsonPatch(Store store, RecordedRequest request) {
    String type = String.valueOf(request.getHeader("Content-Type"));
    if (!type.startsWith("application/merge-patch+json")) {
      return request;
    }
    JsonNode before = store.read(request.getPath());
    JsonNode patch = Serialization.unmarshal(request.getBody().readUtf8(), JsonNode.class);
    ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    patch
        .properties()
        .forEach(field -> operations.add(operation(before, field.getKey(), field.getValue())));
    return Store.patchRequest(request.getPath(), operations.toString());
  }

  private static ObjectNode operation(JsonNode before, String name, JsonNode change) {
    JsonNode old = before.path(name);
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("path", "/" + name);
    if (change.isNull() && !old.isMissingNode()) {
      return operation.put("op", "remove");
    }
    operation.put("op", "add");
    operation.set("value", merge(old, change));
    return operation;
  }

  private static JsonNode merge(JsonNode old, JsonNode change) {
    if (!change.isObject()) {
      return change;
    }
    ObjectNode merged =
        old.isObject() ? (ObjectNode) old.deepCopy() : JsonNodeFactory.instance.objectNode();
    change
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                merged.remove(field.getKey());
              } else {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
              }
            });
    return merged;
  }
}
