package io.fleetcanary.core.claim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rollouts that have ended in one cluster, so that no late attempt of one of them claims again.
 *
 * <p>Bounded without forgetting: ids of one service sort by the time they were planned. When the
 * list is full the oldest id leaves it and becomes the floor, and everything up to the floor counts
 * as ended. The price: a rollout planned before {@value #REMEMBERED} others that have ended is
 * refused.
 *
 * @param known the newest, by id
 * @param floor ids up to this one have ended; empty while nothing has left the list
 */
public record Endings(SortedMap<String, Ending> known, String floor) {
  public static final Endings NONE = new Endings(new TreeMap<>(), "");
  private static final int REMEMBERED = 50;

  public Endings {
    known = new TreeMap<>(known);
  }

  /** Whether this rollout may never claim here again. */
  public boolean remembers(String rollout) {
    return known.containsKey(rollout) || rollout.compareTo(floor) <= 0;
  }

  /** How it ended; empty when it has not, or so long ago that only the fact is known. */
  public Optional<Ending> of(String rollout) {
    return Optional.ofNullable(known.get(rollout));
  }

  boolean ended(String rollout, Ending ending) {
    return known.get(rollout) == ending;
  }

  Endings with(String rollout, Ending ending) {
    SortedMap<String, Ending> more = new TreeMap<>(known);
    more.put(rollout, ending);
    String oldest = more.firstKey();
    if (more.size() <= REMEMBERED) {
      return new Endings(more, floor);
    }
    more.remove(oldest);
    return new Endings(more, oldest.compareTo(floor) > 0 ? oldest : floor);
  }
}
