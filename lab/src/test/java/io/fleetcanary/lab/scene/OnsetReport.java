package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** From the onset of regressions to traffic off, beside the scrape interval, as a table. */
final class OnsetReport {
  private final Path file;
  private final Duration scrapes;
  private final List<String> rows = new CopyOnWriteArrayList<>();

  /**
   * Empty.
   *
   * @param stage a part of the file's name
   * @param scrapes how often the fleet's Prometheus scrapes
   */
  OnsetReport(String stage, Duration scrapes) {
    this.file = Path.of("target", "onset-" + stage + ".md");
    this.scrapes = scrapes;
  }

  /**
   * Adds a regression in this cluster, which callers must have seen.
   *
   * @param shows which answers show it
   */
  void add(String regression, Played played, String cluster, Predicate<Outcome> shows) {
    Optional<Onset> onset = played.onset(cluster, shows);
    assertThat(onset).as("answers that show %s", regression).isPresent();
    rows.add(row(regression, onset.orElseThrow()));
  }

  private String row(String regression, Onset onset) {
    double seconds = onset.lasted().toMillis() / 1000.0;
    return String.format(
        Locale.ROOT,
        "| %s | %d of %d | %.1f s | %.1f |",
        regression,
        onset.bad(),
        onset.answered(),
        seconds,
        seconds * 1000 / scrapes.toMillis());
  }

  /** Where there is anything to tell. */
  void write() {
    if (rows.isEmpty()) {
      return;
    }
    String head =
        """
        | Regression | Bad answers, of the canary's | First bad answer to the canary's last request | In scrapes, one each %d s |
        |---|---|---|---|
        """
            .formatted(scrapes.toSeconds());
    try {
      Files.writeString(file, head + String.join("\n", rows) + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
