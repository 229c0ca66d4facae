package io.fleetcanary.worker.report;

import io.fleetcanary.report.ReportHtml;
import io.fleetcanary.report.ReportJson;
import io.fleetcanary.report.ReportMarkdown;
import io.fleetcanary.report.RolloutReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * Where reports are put: {@code <namespace>/<service>/<rollout>.html}, {@code .md} and {@code
 * .json}.
 *
 * @param folder made when it is first needed
 */
public record ReportFolder(Path folder) {
  /** Names come from whoever starts a rollout: none may lead out of the folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,250})");

  /**
   * Puts a report there, in place of an earlier one of the same rollout.
   *
   * @return the page
   * @throws IOException also when a name cannot be one of a file
   */
  Path put(RolloutReport report) throws IOException {
    Path of =
        folder.resolve(safe(report.status().namespace())).resolve(safe(report.status().service()));
    String name = safe(report.status().rolloutId());
    Files.createDirectories(of);
    replace(of.resolve(name + ".json"), ReportJson.of(report) + "\n");
    replace(of.resolve(name + ".md"), String.join("\n", ReportMarkdown.lines(report)) + "\n");
    Path page = of.resolve(name + ".html");
    replace(page, ReportHtml.of(report));
    return page;
  }

  private static String safe(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("cannot be the name of a file: " + name);
    }
    return name;
  }

  /** Whoever looks meanwhile sees the old one or the new one. */
  private static void replace(Path file, String text) throws IOException {
    Path half = Files.createTempFile(file.getParent(), ".report", ".tmp");
    try {
      Files.writeString(half, text);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
