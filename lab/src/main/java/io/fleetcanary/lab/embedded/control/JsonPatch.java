package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** The one kind of patch that the mock server and a real one understand alike. */
public final class JsonPatch {
  private JsonPatch() {}

  /** Sets the value at {@code path}, whether or not there was one. */
  public static void set(Resource<?> resource, String path, Object value) {
    List<Map<String, Object>> patch = List.of(Map.of("op", "add", "path", path, "value", value));
    resource.patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
  }

  /** Replaces the whole status. */
  public static void setStatus(Resource<?> resource, Object status) {
    List<Map<String, Object>> patch =
        List.of(Map.of("op", "add", "path", "/status", "value", status));
    resource
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
  }
}
