package io.fleetcanary.lab.bench.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Kubernetes calls that an audited user has made. */
public final class AuditLog {
  private static final List<String> WRITES = List.of("create", "update", "patch", "delete");

  private AuditLog() {}

  /** Calls answered in a time, by verb and resource, from one file for each cluster. */
  public static Calls calls(List<Path> files, Instant from, Instant to) {
    SortedMap<String, Long> calls = new TreeMap<>();
    for (Path file : files) {
      try (Stream<String> lines = Files.lines(file)) {
        lines
            .map(AuditLog::json)
            .filter(event -> within(event, from, to))
            .forEach(event -> calls.merge(name(event), 1L, Long::sum));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Calls(calls);
  }

  private static boolean within(JsonNode event, Instant from, Instant to) {
    Instant at = Instant.parse(event.path("stageTimestamp").asText());
    boolean answered = event.path("stage").asText().equals("ResponseComplete");
    return answered && !at.isBefore(from) && !at.isAfter(to);
  }

  private static String name(JsonNode event) {
    return event.path("verb").asText() + " " + event.at("/objectRef/resource").asText();
  }

  private static JsonNode json(String line) {
    try {
      return Payloads.mapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit log must be JSON, got " + line, e);
    }
  }

  /**
   * How often what was called.
   *
   * @param byName {@code <verb> <resource>}
   */
  public record Calls(SortedMap<String, Long> byName) {
    /** How much more often what was called; what was called as often is left out. */
    public SortedMap<String, Double> minus(Calls fewer) {
      SortedMap<String, Double> more = new TreeMap<>();
      byName.forEach(
          (name, count) -> more.put(name, (double) count - fewer.byName.getOrDefault(name, 0L)));
      more.values().removeIf(count -> count == 0);
      return more;
    }

    /** Calls that change something; questions about rights, which are created, do not. */
    public long writes() {
      return byName.entrySet().stream()
          .filter(call -> WRITES.contains(call.getKey().split(" ", 2)[0]))
          .filter(call -> !call.getKey().endsWith("reviews"))
          .mapToLong(call -> call.getValue())
          .sum();
    }

    public long reads() {
      return byName.values().stream().mapToLong(Long::longValue).sum() - writes();
    }
  }
}
