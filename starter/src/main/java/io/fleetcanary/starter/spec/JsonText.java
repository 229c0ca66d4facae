package io.fleetcanary.starter.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Problem;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON into a plain tree, a field written twice refused. */
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Places places;

  private JsonText(Places places) {
    this.places = places;
  }

  /**
   * Reads one whole document.
   *
   * @param problems what is wrong with it beside its content is added here
   * @param places where its parts stand is added here
   * @return null when it cannot be read at all
   */
  static @Nullable Object read(String json, List<Problem> problems, Places places)
      throws IOException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      Object tree = MAPPER.readValue(json, Object.class);
      parser.nextToken();
      new JsonText(places).walk(parser, "");
      return tree;
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      if (at != null) {
        places.put("", at.getLineNr(), at.getColumnNr());
      }
      String rule = "must be JSON, got: " + malformed.getOriginalMessage();
      problems.add(new Problem("spec", rule, "correct it there"));
      return null;
    }
  }

  private void walk(JsonParser parser, String path) throws IOException {
    note(parser, path);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = Fields.path(path, parser.currentName());
        JsonLocation name = parser.currentTokenLocation();
        parser.nextToken();
        walk(parser, field);
        places.put(field, name.getLineNr(), name.getColumnNr());
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        walk(parser, path + "[" + i + "]");
      }
    }
  }

  private void note(JsonParser parser, String path) {
    JsonLocation at = parser.currentTokenLocation();
    places.put(path, at.getLineNr(), at.getColumnNr());
  }
}
