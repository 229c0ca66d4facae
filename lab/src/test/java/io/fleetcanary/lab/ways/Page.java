package io.fleetcanary.lab.ways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of the docs and its fenced blocks, each named by the word after its language.
 *
 * @param way name of the page
 * @param blocks as a reader would copy them
 * @param copied hears of every block that is copied, as {@code way block}
 */
record Page(String way, SequencedMap<String, String> blocks, Consumer<String> copied) {
  static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern BLOCK =
      Pattern.compile("^```[a-z]+ ([a-z-]+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** A way to start and decide. */
  static Page of(String way) {
    return of(way, block -> {});
  }

  /** The same, where somebody wants to know what is copied from it. */
  static Page of(String way, Consumer<String> copied) {
    SequencedMap<String, String> blocks = new LinkedHashMap<>();
    for (MatchResult block : BLOCK.matcher(text("docs/start/" + way + ".md")).results().toList()) {
      if (blocks.put(block.group(1), block.group(2)) != null) {
        throw new IllegalStateException(way + " must have one block named " + block.group(1));
      }
    }
    return new Page(way, blocks, copied);
  }

  /** One or more blocks, one after the other. */
  String block(String... names) {
    return Arrays.stream(names).map(this::copy).collect(Collectors.joining());
  }

  private String copy(String name) {
    copied.accept(way + " " + name);
    return Objects.requireNonNull(blocks.get(name), () -> "no block named " + name);
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
