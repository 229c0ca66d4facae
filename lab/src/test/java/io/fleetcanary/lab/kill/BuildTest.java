package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  private Path folder;

  @BeforeEach
  void in(@TempDir Path in) throws IOException {
    folder = Files.createDirectories(in.resolve("classes"));
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/One.class"), "one");
    Files.writeString(folder.resolve("a/Two.class"), "two");
  }

  @Test
  void isKnownForThisProduct() {
    assertThat(Build.digest()).matches("[0-9a-f]{16}").isEqualTo(Build.digest());
  }

  @Test
  void isAnotherWhenSomethingInItChanges() throws IOException {
    String before = digest();

    Files.writeString(folder.resolve("a/Two.class"), "2");

    assertThat(digest()).isNotEqualTo(before);
  }

  @Test
  void isAnotherWhenSomethingInItIsCalledOtherwise() throws IOException {
    String before = digest();

    Files.move(folder.resolve("a/Two.class"), folder.resolve("a/Too.class"));

    assertThat(digest()).isNotEqualTo(before);
  }

  @Test
  void isTheSameForTheSameFilesElsewhere() throws IOException {
    Path elsewhere = folder.resolveSibling("elsewhere");
    Files.createDirectories(elsewhere.resolve("a"));
    Files.copy(folder.resolve("a/Two.class"), elsewhere.resolve("a/Two.class"));
    Files.copy(folder.resolve("a/One.class"), elsewhere.resolve("a/One.class"));

    assertThat(Build.digest(List.of(elsewhere))).isEqualTo(digest());
  }

  @Test
  void isKnownForAnArchiveToo() throws IOException {
    Path jar = Files.writeString(folder.resolveSibling("core.jar"), "classes");

    assertThat(Build.digest(List.of(jar))).isNotEqualTo(digest());
  }

  private String digest() {
    return Build.digest(List.of(folder));
  }
}
