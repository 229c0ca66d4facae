package io.fleetcanary.starter.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.workflow.Payloads;

/** What scripts read: one object, with a version and a kind. Fields are only ever added. */
public final class Json {
  private static final String VERSION = "fleetcanary.io/v1";

  private Json() {}

  /** One document; {@code fields} is written as an object. */
  public static String document(String kind, Object fields) {
    return write(Payloads.mapper(), tree(kind, fields));
  }

  /** The same, not yet written. */
  static ObjectNode tree(String kind, Object fields) {
    ObjectMapper mapper = Payloads.mapper();
    ObjectNode document = mapper.createObjectNode();
    document.put("apiVersion", VERSION).put("kind", kind);
    document.setAll((ObjectNode) mapper.valueToTree(fields));
    return document;
  }

  /** A spec as one line, the way a workflow takes it. */
  public static String line(Object tree) {
    try {
      return Payloads.mapper().writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String write(ObjectMapper mapper, ObjectNode document) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
