package io.fleetcanary.lab.ways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of the docs and its fenced blocks, each named by the word after its language.
 *
 * @param blocks as a reader would copy them
 */
record Page(SequencedMap<String, String> blocks) {
  static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern BLOCK =
      Pattern.compile("^```[a-z]+ ([a-z-]+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** A way to start and decide. */
  static Page of(String way) {
    SequencedMap<String, String> blocks = new LinkedHashMap<>();
    BLOCK
        .matcher(text("docs/start/" + way + ".md"))
        .results()
        .forEach(block -> blocks.put(block.group(1), block.group(2)));
    return new Page(blocks);
  }

  /** One or more blocks, one after the other. */
  String block(String... names) {
    return Arrays.stream(names)
        .map(name -> Objects.requireNonNull(blocks.get(name), () -> "no block named " + name))
        .collect(Collectors.joining());
  }

  /** The block that decides; where the way does not look the digest up by itself, it is first. */
  String deciding(String decision) {
    return has("digest") ? block("digest", decision) : block(decision);
  }

  boolean has(String name) {
    return blocks.containsKey(name);
  }

  /** A file of the checkout. */
  static String text(String file) {
    try {
      return Files.readString(TOP.resolve(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
