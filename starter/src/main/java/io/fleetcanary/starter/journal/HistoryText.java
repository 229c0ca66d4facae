package io.fleetcanary.starter.journal;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.show.Table;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Past rollouts for people, one line each, and how to go back. */
final class HistoryText {
  private static final Pattern DIGEST = Pattern.compile("@(sha256:[0-9a-f]{12})[0-9a-f]*$");

  private HistoryText() {}

  /** Newest first. */
  static List<String> lines(RolloutName name, List<PastRollout> past) {
    Table table =
        new Table("BEGAN", "ROLLOUT", "REVISION", "IMAGE", "ENDED", "CLUSTERS", "BY", "SAYS");
    for (PastRollout rollout : past) {
      table.row(
          rollout.began().truncatedTo(ChronoUnit.SECONDS).toString(),
          rollout.rolloutId(),
          orDash(rollout.revision()),
          orDash(image(rollout)),
          ending(rollout),
          rollout.clusters() == 0 ? "-" : rollout.promoted() + "/" + rollout.clusters(),
          orDash(rollout.by()),
          Words.first(rollout.reason()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    Lineage.of(past)
        .before()
        .ifPresent(
            good ->
                lines.add(
                    "back to "
                        + good.revision()
                        + ": fleetcanary rollback "
                        + name
                        + " --to "
                        + good.revision()));
    return lines;
  }

  /** Where it ends is what tells images of one repository apart. */
  static String image(PastRollout rollout) {
    Matcher digest = DIGEST.matcher(rollout.image());
    return digest.find() ? digest.group(1) : rollout.image();
  }

  /** In words; what has no end there may run, or was cut off. */
  static String ending(PastRollout rollout) {
    return rollout.ending().isEmpty()
        ? "not yet"
        : rollout.ending().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
