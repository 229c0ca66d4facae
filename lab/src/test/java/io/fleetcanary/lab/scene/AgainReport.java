package io.fleetcanary.lab.scene;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What became of the releases of the same image, as a table. */
final class AgainReport {
  private final Path file;
  private final List<String> rows = new ArrayList<>();

  /**
   * Empty.
   *
   * @param fleet a part of the file's name
   */
  AgainReport(String fleet) {
    file = Path.of("target", "same-again-" + fleet + ".md");
  }

  void add(int requestsPerSecond, String bake, List<Release> releases, Duration took) {
    long promoted = releases.stream().filter(one -> one.ending() == FleetPhase.PROMOTED).count();
    rows.add(
        "| %d | %s | %d | %d | %d | %d | %d | %d s |"
            .formatted(
                requestsPerSecond,
                bake,
                releases.size(),
                promoted,
                releases.size() - promoted,
                releases.stream().filter(Release::asked).count(),
                releases.stream().mapToLong(Release::requests).sum(),
                took.toSeconds()));
  }

  void write() {
    String head =
        """
        | Requests/s to each cluster | Bake | Releases | Promoted | Not promoted | Asked a person | Requests | Took |
        |---|---|---|---|---|---|---|---|
        """;
    try {
      Files.writeString(file, head + String.join("\n", rows) + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * One of them.
   *
   * @param asked whether a person had to answer
   * @param requests in all clusters
   */
  record Release(FleetPhase ending, String reason, boolean asked, long requests) {
    static Release of(Played played) {
      FleetOutcome outcome = played.result().outcome();
      long requests =
          played.result().answers().values().stream()
              .mapToLong(seen -> seen.outcomes().size() - seen.notSent())
              .sum();
      return new Release(
          outcome.ending(), outcome.reason(), !played.happened().isEmpty(), requests);
    }
  }
}
