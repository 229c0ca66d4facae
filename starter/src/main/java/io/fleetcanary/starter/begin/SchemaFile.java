package io.fleetcanary.starter.begin;

import io.fleetcanary.starter.spec.SchemaText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The schema beside a spec, where editors find it without a network. */
final class SchemaFile {
  static final String NAME = "fleetcanary.schema.json";

  private SchemaFile() {}

  /**
   * Writes it beside a spec.
   *
   * @return what is to be said about it
   */
  static Optional<String> write(Path spec, boolean force) throws IOException {
    Path file = spec.resolveSibling(NAME);
    String text = SchemaText.text();
    if (Files.notExists(file) || force) {
      Files.writeString(file, text, StandardCharsets.UTF_8);
      return Optional.empty();
    }
    return Files.readString(file).equals(text)
        ? Optional.empty()
        : Optional.of(file + " is of another version and stays; --force writes over it");
  }
}
