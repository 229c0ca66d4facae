package io.fleetcanary.starter.show;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.starter.server.Ending;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Standing;
import io.fleetcanary.starter.server.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A rollout under way, or to be started, for people: its ids, and what to type next. */
public final class StartText {
  private static final int NAMED = 5;

  private StartText() {}

  /** All of it, one text per line. */
  public static List<String> lines(RolloutName name, Started started) {
    List<String> lines = new ArrayList<>();
    lines.add(head(started));
    lines.add("  run     " + started.runId());
    started.link().ifPresent(link -> lines.add("  look    " + link));
    lines.add("  status  fleetcanary status " + name);
    started.standing().ifPresent(now -> lines.add("  serves  " + serves(now)));
    if (started.ending().isPresent()) {
      lines.add("  again   fleetcanary start FILE --again");
      return lines;
    }
    lines.add("  wait    fleetcanary status " + name + " --wait");
    lines.add("  abort   fleetcanary abort " + name + " --reason '...'");
    return lines;
  }

  private static String head(Started started) {
    String id = started.workflowId();
    if (started.ending().isPresent()) {
      return ended(id, started.ending().get());
    }
    return started.already()
        ? id + " is running already, with this very spec; nothing was started"
        : "started " + id;
  }

  /** What became of the rollout that had the same spec, one sentence. */
  public static String ended(String workflowId, Ending ending) {
    return "%s has ended already with this very spec, %s at %s: %s; nothing was started"
        .formatted(workflowId, Words.of(ending.phase()), ending.at(), ending.reason());
  }

  /** That what was promoted does not serve any more, one sentence. */
  public static String gone(String workflowId, Ending ending, List<String> clusters) {
    return "%s was promoted at %s with this spec, and does not serve now in %s; nothing was started"
        .formatted(workflowId, ending.at(), some(clusters));
  }

  /** Where a revision serves that does so wherever somebody could look. */
  public static String serves(Standing now) {
    if (!now.unseen().isEmpty()) {
      return "as far as is known: nobody could look: " + now.unseen();
    }
    List<String> unknown = now.where(Serves.UNKNOWN);
    int all = now.clusters().size();
    return unknown.isEmpty()
        ? "everywhere, in " + all + (all == 1 ? " cluster" : " clusters")
        : "in %d of %d clusters; nobody could tell of %s"
            .formatted(now.where(Serves.YES).size(), all, some(unknown));
  }

  private static String some(List<String> clusters) {
    return clusters.size() <= NAMED
        ? String.join(", ", clusters)
        : String.join(", ", clusters.subList(0, NAMED))
            + " and "
            + (clusters.size() - NAMED)
            + " more";
  }

  /**
   * The same without this program, as a shell takes it.
   *
   * @param form of Temporal's UI, where its address is known
   */
  public static List<String> lines(String command, Optional<String> form) {
    return Stream.concat(
            Stream.of(command),
            form.stream().map(link -> "# the same in Temporal's UI, but for the JSON: " + link))
        .toList();
  }
}
