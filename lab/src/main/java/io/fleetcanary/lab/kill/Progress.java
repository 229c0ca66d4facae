package io.fleetcanary.lab.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.Line.Together;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has been found out so far, in a file: a sweep that was ended goes on from there. Only what
 * was found out about this build of the product counts.
 */
final class Progress {
  private final Path file;
  private final String build;
  private final List<Line> lines = new ArrayList<>();
  private int ofOthers;

  private Progress(Path file, String build) {
    this.file = file;
    this.build = build;
  }

  /**
   * Reads what is there; a file that is not there yet is begun with the first line.
   *
   * @param build of the product, see {@link Build}
   */
  static Progress of(Path file, String build) {
    Progress progress = new Progress(file, build);
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          progress.read(Payloads.mapper().readValue(line, Found.class));
        }
      }
      return progress;
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(file + " must be what a sweep has written", malformed);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read(Found found) {
    if (found.line != null && build.equals(found.build)) {
      lines.add(found.line);
    } else {
      ofOthers++;
    }
  }

  /** How many lines are about other builds; what they say is found out again. */
  int ofOthers() {
    return ofOthers;
  }

  String build() {
    return build;
  }

  synchronized void add(Line line) {
    lines.add(line);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          Payloads.mapper().writeValueAsString(new Found(build, line)) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  synchronized Optional<Baseline> baseline(Reference reference) {
    return all(Baseline.class).filter(it -> it.reference() == reference).findFirst();
  }

  /** All rollouts whose worker was killed. */
  synchronized List<Killed> killed() {
    return all(Killed.class).toList();
  }

  /** All rollouts whose workers were killed at several points, and that differed. */
  synchronized List<Together> together() {
    return all(Together.class).toList();
  }

  private <T extends Line> Stream<T> all(Class<T> type) {
    return lines.stream().filter(type::isInstance).map(type::cast);
  }

  /** Whether a worker was killed there, in this way. */
  boolean has(Reference reference, Point point, KillMethod method) {
    return killed().stream()
        .anyMatch(
            one ->
                one.reference() == reference
                    && one.point().equals(point)
                    && one.method() == method);
  }

  /** Whether a rollout differed that was killed there and elsewhere, in this way. */
  boolean differedTogether(Reference reference, Point point, KillMethod method) {
    return together().stream()
        .anyMatch(
            one ->
                one.reference() == reference
                    && one.points().contains(point)
                    && one.method() == method);
  }

  /** A line of the file. */
  private record Found(@Nullable String build, @Nullable Line line) {}
}
