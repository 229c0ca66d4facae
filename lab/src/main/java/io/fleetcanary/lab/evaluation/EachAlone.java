package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.lab.evaluation.peer.Peer;
import java.util.List;
import java.util.OptionalInt;

/**
 * Another tool, which knows nothing of other clusters: each is judged alone, and the first that is
 * aborted ends the release, as it does under ours.
 *
 * @param most clusters that it is worth the time for
 */
record EachAlone(Peer peer, int most) implements Method {
  EachAlone(Peer peer) {
    this(peer, Integer.MAX_VALUE);
  }

  @Override
  public String name() {
    return peer.name();
  }

  /** Nobody leaves theirs alone for longer than an hour here, and none has a preset. */
  @Override
  public boolean fits(Cell cell) {
    return cell.edges().isEmpty()
        && cell.clusters() <= most
        && cell.minutes() <= Cell.HORIZON
        && peer.fits(cell.traffic().rate());
  }

  @Override
  public Answer judge(Cell cell, Run run) {
    int wave = cell.clusters() / cell.waves();
    for (int from = 0; from < cell.clusters(); from += wave) {
      OptionalInt first = first(run, from, from + wave);
      if (first.isPresent()) {
        return new Answer(cell.begin(from) + 60 * first.getAsInt(), false);
      }
    }
    return Answer.PASSED;
  }

  private OptionalInt first(Run run, int from, int to) {
    OptionalInt first = OptionalInt.empty();
    for (int cluster = from; cluster < to; cluster++) {
      List<Interval> minutes = run.minutes(cluster);
      OptionalInt abort = peer.abort(minutes.subList(0, first.orElse(minutes.size())));
      first = abort.isPresent() ? abort : first;
    }
    return first;
  }
}
