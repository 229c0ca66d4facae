package io.fleetcanary.lab.bench.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All figures of one run: a table to read, JSON to compare. Figures are shown as they come. */
public final class Report {
  private final PrintStream out;
  private final Map<String, Object> machine = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();
  private String group = "";

  public Report(PrintStream out) {
    this.out = out;
  }

  /** The class of the machine, never its name. */
  public void machine() {
    machine.putAll(describeMachine());
    out.println(machine);
  }

  /** When, and on what. */
  public static Map<String, Object> describeMachine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("measured", Instant.now().toString());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memoryGiB", Math.round(kibibytes("/proc/meminfo", "MemTotal:") / 1024.0 / 1024));
    machine.put("loadAtStart", load());
    machine.put("java", System.getProperty("java.version"));
    return machine;
  }

  /** Opens a group of figures. */
  public void group(String name) {
    group = name;
    out.printf("%n%s%n", name);
  }

  /** Adds a figure without a bar. */
  public void add(String name, double value, String unit) {
    add(name, value, unit, "");
  }

  /**
   * Adds a figure.
   *
   * @param bar what the design asks for, as text; empty where it asks for nothing
   */
  public void add(String name, double value, String unit, String bar) {
    figures.add(new Figure(group, name, Math.round(value * 10_000) / 10_000.0, unit, bar));
    String wanted = bar.isEmpty() ? "" : "   bar " + bar;
    out.printf(Locale.ROOT, "  %-66s %10.3f %-10s%s%n", name, value, unit, wanted);
  }

  /** Adds the middle and the ends of many. */
  public void spread(String name, List<Double> values, String unit, String bar) {
    List<Double> sorted = values.stream().sorted().toList();
    add(name + ", p50 of " + sorted.size(), percentile(sorted, 50), unit);
    add(name + ", p99", percentile(sorted, 99), unit, bar);
    add(name + ", longest", sorted.getLast(), unit);
  }

  public void write(Path json) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("figures", figures);
    write(all, json);
  }

  /** Writes whatever a program found out, readable for people too. */
  public static void write(Map<String, Object> all, Path json) {
    try {
      Files.createDirectories(json.toAbsolutePath().getParent());
      Files.writeString(
          json, Payloads.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report must be written as JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The smallest value that so many percent do not exceed. */
  public static double percentile(List<Double> sorted, int percent) {
    return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * percent, 100) - 1));
  }

  private static double load() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long kibibytes(String file, String field) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One number. */
  private record Figure(String group, String name, double value, String unit, String bar) {}
}
