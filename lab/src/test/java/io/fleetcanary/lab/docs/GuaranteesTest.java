package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/guarantees.md} names is there. */
class GuaranteesTest {
  private static final List<String> NO_TESTS = List.of("FAIL");

  @Test
  void namesTestsThatExist() throws IOException {
    SortedSet<String> named = TestSources.named(Files.readString(Path.of("../docs/guarantees.md")));
    named.removeAll(NO_TESTS);

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(TestSources.missing(named)).isEmpty();
  }
}
