package io.fleetcanary.core.document;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What JSON and YAML have in common: maps, lists, texts, numbers, booleans and null. Bounds what a
 * stranger may send before anything walks it: YAML can make a small text a huge tree, or a loop.
 */
public final class PlainTree {
  /** Objects and lists within each other, the document itself included. */
  public static final int DEEPEST = 20;

  /** More than 256 KiB of text can spell out. */
  static final int MOST_VALUES = 150_000;

  private int values;

  private PlainTree() {}

  /** What makes a tree too much to read, if anything. */
  public static Optional<Problem> excess(@Nullable Object tree) {
    return Optional.ofNullable(new PlainTree().walk(tree, 1));
  }

  private @Nullable Problem walk(@Nullable Object value, int depth) {
    values++;
    if (values > MOST_VALUES) {
      return new Problem(
          "spec", "must have at most " + MOST_VALUES + " values, aliases counted", "shorten it");
    }
    Collection<?> parts =
        switch (value) {
          case Map<?, ?> map -> map.values();
          case List<?> list -> list;
          case null -> List.of();
          default -> List.of();
        };
    if (depth > DEEPEST && !parts.isEmpty()) {
      return new Problem("spec", "must be nested at most " + DEEPEST + " deep", "flatten it");
    }
    return parts.stream()
        .map(part -> walk(part, depth + 1))
        .filter(problem -> problem != null)
        .findFirst()
        .orElse(null);
  }
}
