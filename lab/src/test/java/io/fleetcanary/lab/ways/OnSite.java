package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One site for all tests of a class, begun before the first and closed after the last of them. A
 * test that passed must have copied from the pages what it says that it {@link Pastes}.
 */
final class OnSite
    implements BeforeAllCallback,
        BeforeTestExecutionCallback,
        AfterTestExecutionCallback,
        AfterAllCallback {
  private final Function<Path, Site> begin;
  private final SortedMap<String, SortedSet<String>> missing = new TreeMap<>();
  private @Nullable Path folder;
  private @Nullable Site site;

  /**
   * Not there yet.
   *
   * @param begin starts it in a folder of its own
   */
  OnSite(Function<Path, Site> begin) {
    this.begin = begin;
  }

  Site site() {
    return Objects.requireNonNull(site);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path made = Files.createTempDirectory("fleetcanary-site-");
    folder = made;
    site = begin.apply(made);
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    site().copied().clear();
  }

  /** Each of the invocations of a test with parameters has its part of what the test pastes. */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    Method test = context.getRequiredTestMethod();
    SortedSet<String> left =
        missing.computeIfAbsent(test.getName(), any -> new TreeSet<>(pasted(test)));
    if (context.getExecutionException().isPresent()) {
      left.clear(); // it says itself what is wrong
    }
    left.removeAll(site().copied());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try {
      if (site != null) {
        site.close();
      }
    } finally {
      delete();
    }
    assertThat(missing)
        .as("blocks that a test says it pastes, and does not")
        .allSatisfy((test, blocks) -> assertThat(blocks).as(test).isEmpty());
  }

  /** What a test says that it pastes, as {@code page block}. */
  static SortedSet<String> pasted(Method test) {
    SortedSet<String> pasted = new TreeSet<>();
    for (Pastes each : test.getAnnotationsByType(Pastes.class)) {
      for (String page : each.of()) {
        Arrays.stream(each.blocks()).forEach(block -> pasted.add(page + " " + block));
      }
    }
    return pasted;
  }

  private void delete() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
