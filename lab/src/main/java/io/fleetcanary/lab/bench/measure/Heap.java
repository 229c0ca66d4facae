package io.fleetcanary.lab.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What lives in a Java process, after a full collection: what it could not do without. */
public final class Heap {
  private static final double MEBIBYTE = 1024.0 * 1024;

  private Heap() {}

  /**
   * Mebibytes of the objects that live.
   *
   * @throws IllegalStateException where the process does not answer
   */
  public static double live(long pid) {
    String histogram = histogram(pid);
    String total = histogram.lines().reduce("", (before, line) -> line).strip();
    if (!total.startsWith("Total")) {
      throw new IllegalStateException("process " + pid + " must show its heap, got " + histogram);
    }
    return Long.parseLong(total.replaceFirst("Total +[0-9]+ +", "")) / MEBIBYTE;
  }

  private static String histogram(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
