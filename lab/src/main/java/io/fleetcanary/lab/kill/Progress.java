package io.fleetcanary.lab.kill;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.call.Point;
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

/** What has been found out so far, in a file: a sweep that was ended goes on from there. */
final class Progress {
  private final Path file;
  private final List<Line> lines = new ArrayList<>();

  private Progress(Path file) {
    this.file = file;
  }

  /** Reads what is there; a file that is not there yet is begun with the first line. */
  static Progress of(Path file) {
    Progress progress = new Progress(file);
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          progress.lines.add(Payloads.mapper().readValue(line, Line.class));
        }
      }
      return progress;
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(file + " must be what a sweep has written", malformed);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  synchronized void add(Line line) {
    lines.add(line);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          Payloads.mapper().writerFor(Line.class).writeValueAsString(line) + "\n",
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

  private <T extends Line> Stream<T> all(Class<T> type) {
    return lines.stream().filter(type::isInstance).map(type::cast);
  }

  boolean has(Reference reference, Point point) {
    return killed().stream()
        .anyMatch(one -> one.reference() == reference && one.point().equals(point));
  }
}
