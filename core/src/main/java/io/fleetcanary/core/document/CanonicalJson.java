package io.fleetcanary.core.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON text of a plain tree: keys sorted by their UTF-16 units, no spaces. Equal trees give
 * equal texts, whatever order they were written in.
 */
public final class CanonicalJson {
  private final StringBuilder text = new StringBuilder();

  private CanonicalJson() {}

  /**
   * Writes a tree of maps, lists, texts, finite numbers, booleans and nulls.
   *
   * @throws IllegalArgumentException if it holds anything else
   */
  public static String write(@Nullable Object tree) {
    CanonicalJson json = new CanonicalJson();
    json.value(tree);
    return json.text.toString();
  }

  /** SHA-256 of a tree's canonical text, 64 lower-case hex digits. */
  public static String digest(@Nullable Object tree) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(write(tree).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Bytes of a tree's canonical text, and of any other that spells it without spaces. */
  public static int size(@Nullable Object tree) {
    return write(tree).getBytes(StandardCharsets.UTF_8).length;
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> text.append("null");
      case String string -> string(string);
      case Boolean truth -> text.append(truth);
      case Number number -> number(number);
      case List<?> list -> list(list);
      case Map<?, ?> map -> object(map);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void number(Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("a number in JSON must be finite, got " + number);
    }
    text.append(number);
  }

  private void list(List<?> list) {
    String separator = "[";
    for (Object item : list) {
      text.append(separator);
      value(item);
      separator = ",";
    }
    text.append(list.isEmpty() ? "[]" : "]");
  }

  private void object(Map<?, ?> map) {
    SortedMap<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
    String separator = "{";
    for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
      text.append(separator);
      string(entry.getKey());
      text.append(':');
      value(entry.getValue());
      separator = ",";
    }
    text.append(sorted.isEmpty() ? "{}" : "}");
  }

  private void string(String string) {
    text.append('"');
    string.codePoints().forEach(this::character);
    text.append('"');
  }

  private void character(int character) {
    switch (character) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> {
        if (character < ' ' || Character.getType(character) == Character.SURROGATE) {
          text.append("\\u%04x".formatted(character)); // half a surrogate pair has no UTF-8
        } else {
          text.appendCodePoint(character);
        }
      }
    }
  }
}
