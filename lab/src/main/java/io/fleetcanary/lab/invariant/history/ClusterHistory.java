package io.fleetcanary.lab.invariant.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One cluster's revisions in the order in which its API server made them.
 *
 * @param begin what was there before the first of them
 */
public record ClusterHistory(String cluster, World begin, List<Moment> moments) {
  public ClusterHistory {
    moments = List.copyOf(moments);
  }

  /**
   * Puts entries in order.
   *
   * @param byHand whether a person made this revision
   */
  public static ClusterHistory of(String cluster, List<Entry> entries, Predicate<Entry> byHand) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::version));
    World begin = World.EMPTY;
    World world = World.EMPTY;
    List<Moment> moments = new ArrayList<>();
    for (Entry entry : ordered) {
      World next = world.after(entry);
      if (entry.event().witnessed()) {
        moments.add(new Moment(entry, world, next, byHand.test(entry)));
      } else if (moments.isEmpty()) {
        begin = next;
      }
      world = next;
    }
    return new ClusterHistory(cluster, begin, moments);
  }

  /** What a rollout, or somebody whom nobody has declared, has written. */
  public Stream<Moment> written() {
    return moments.stream().filter(moment -> !moment.byHand()).filter(Moment::written);
  }

  /**
   * The worlds since an object was written last, that one included, until before {@code moment}.
   */
  public Stream<World> since(ObjectKey object, Moment moment) {
    int end = moments.indexOf(moment);
    int from = end;
    while (from > 0 && !writes(moments.get(from - 1), object)) {
      from--;
    }
    Stream<World> first = from == 0 ? Stream.of(begin) : Stream.of(moments.get(from - 1).after());
    return Stream.concat(first, moments.subList(from, end).stream().map(Moment::after));
  }

  /** How many of a Deployment's pods were ready at the best of these times. */
  public long mostReady(ObjectKey object, Moment moment, String deployment) {
    return since(object, moment).mapToLong(world -> Pods.ready(world, deployment)).max().orElse(0);
  }

  private static boolean writes(Moment moment, ObjectKey object) {
    return moment.object().equals(object) && moment.written();
  }
}
