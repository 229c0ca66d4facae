package io.fleetcanary.starter.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetcanary.core.spec.SpecForm;

/** The schema of specs as a file. */
public final class SchemaText {
  private SchemaText() {}

  /** The whole file. */
  public static String text() {
    try {
      return new JsonMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(SpecForm.schema())
              .replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
