package io.fleetcanary.activity.planning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.PlainTree;
import io.fleetcanary.core.document.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as people type it into a plain tree, and refuses what a lenient parser swallows: a
 * field written twice, anything after the end.
 */
final class JsonText {
  /** Bytes; far above any spec, far below what could hurt. */
  static final int LARGEST = 256 * 1024;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private final List<Problem> problems = new ArrayList<>();

  private JsonText(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads one whole document, an object of at most {@link #LARGEST} bytes. */
  static Checked<Map<String, @Nullable Object>> read(String json) {
    int size = json.getBytes(StandardCharsets.UTF_8).length;
    if (size > LARGEST) {
      return refused("must be at most " + LARGEST + " bytes, got " + size, "shorten it");
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      return new JsonText(parser).document();
    } catch (JsonProcessingException e) {
      return new Checked.Invalid<>(List.of(syntax(e)));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can always be read", e);
    }
  }

  private Checked<Map<String, @Nullable Object>> document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      return refused("must be an object, got " + called(first), instead(first));
    }
    Map<String, @Nullable Object> document = object("", 1);
    if (parser.nextToken() != null) {
      problems.add(
          new Problem(at(parser.currentTokenLocation()), "must end after the object", "remove it"));
    }
    return problems.isEmpty() ? new Checked.Valid<>(document) : new Checked.Invalid<>(problems);
  }

  private @Nullable Object value(String path, int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> tooDeep(path, depth) ? null : object(path, depth);
      case START_ARRAY -> tooDeep(path, depth) ? null : list(path, depth);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private Map<String, @Nullable Object> object(String path, int depth) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String field = Fields.path(path, name);
      if (fields.containsKey(name)) {
        int line = parser.currentTokenLocation().getLineNr();
        problems.add(
            new Problem(field, "must be written once, got it again in line " + line, "remove one"));
      }
      parser.nextToken();
      fields.put(name, value(field, depth + 1));
    }
    return fields;
  }

  private List<@Nullable Object> list(String path, int depth) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(path + "[" + items.size() + "]", depth + 1));
    }
    return items;
  }

  private boolean tooDeep(String path, int depth) throws IOException {
    if (depth <= PlainTree.DEEPEST) {
      return false;
    }
    problems.add(
        new Problem(path, "must be nested at most " + PlainTree.DEEPEST + " deep", "flatten it"));
    parser.skipChildren();
    return true;
  }

  private static String called(@Nullable JsonToken first) {
    return switch (first) {
      case null -> "nothing";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> first.asString();
      case START_OBJECT, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no document begins with " + first);
    };
  }

  /** What people get wrong when they type or quote it. */
  private String instead(@Nullable JsonToken first) throws IOException {
    if (first == JsonToken.START_ARRAY) {
      return "send the object alone, without the [ ] around it";
    }
    return first == JsonToken.VALUE_STRING && parser.getText().strip().startsWith("{")
        ? "send the JSON itself, without quotes around it and without \\ in it"
        : "send the spec as the one input, {\"service\": \"...\", and so on}";
  }

  private static Problem syntax(JsonProcessingException e) {
    return new Problem(
        at(e.getLocation()),
        "must be JSON, got: " + e.getOriginalMessage(),
        "check commas, quotes and brackets there");
  }

  private static String at(@Nullable JsonLocation place) {
    return place == null ? "spec" : "line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  private static <T> Checked<T> refused(String rule, String fix) {
    return new Checked.Invalid<>(List.of(new Problem("spec", rule, fix)));
  }
}
