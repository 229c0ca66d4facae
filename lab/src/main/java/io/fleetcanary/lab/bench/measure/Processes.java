package io.fleetcanary.lab.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Processor time of processes, by the role they play; all must still run. */
public record Processes(SortedMap<String, List<Long>> pids) {
  /** The kernel counts in hundredths of a second, whatever its own clock does. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** Seconds used so far, user and system, by role. */
  public SortedMap<String, Double> seconds() {
    SortedMap<String, Double> seconds = new TreeMap<>();
    pids.forEach(
        (role, all) -> seconds.put(role, all.stream().mapToDouble(Processes::seconds).sum()));
    return seconds;
  }

  /** Resident memory, MiB, by role. */
  public SortedMap<String, Double> resident() {
    SortedMap<String, Double> memory = new TreeMap<>();
    pids.forEach(
        (role, all) -> memory.put(role, all.stream().mapToDouble(Processes::resident).sum()));
    return memory;
  }

  private static double seconds(long pid) {
    String stat = read(pid, "stat");
    // the name of the program stands in brackets and may hold spaces
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks = Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM));
    return ticks / TICKS_PER_SECOND;
  }

  private static double resident(long pid) {
    return read(pid, "status")
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " must run", e);
    }
  }
}
