package io.fleetcanary.lab.kill.call;

import static java.util.Comparator.comparingInt;

import io.fleetcanary.lab.kill.call.Point.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which points one rollout can be killed at one after the other, so that each kill finds what it
 * would find alone.
 *
 * <ul>
 *   <li>Where something is written, or all that an activity has written is written again, the
 *       rollout is killed there alone.
 *   <li>Each activity is killed once: what it calls when it is made again is called otherwise, and
 *       some are given up after a few attempts.
 *   <li>There are calls enough between two points: what one kill has left open is done by then.
 * </ul>
 */
public final class Groups {
  /** A rollout makes hundreds; what is made beside each other is a few dozen apart. */
  private static final int CALLS_BETWEEN = 40;

  /** Cluster and activity, or the activity alone where it is the fleet's. */
  private static final Pattern OF_ACTIVITY =
      Pattern.compile(
          "(?:.*/)?([^/,]+), (\\w+)( \\d+)?(?:, \\d+ written: |: asks for | ends: | is alive).*");

  private static final String OF_THE_FLEET = "fleet";

  private final Map<String, Integer> order;
  private final int together;
  private final List<List<Point>> groups = new ArrayList<>();
  private int turn;

  private Groups(Map<String, Integer> order, int together) {
    this.order = order;
    this.together = together;
  }

  /**
   * Each of the points in one group: first the points that are alone, as they come, then the other
   * groups, each in the order of the calls.
   *
   * @param calls in the order in which a rollout makes them that nobody disturbs
   * @param together how many points a group has at most
   */
  public static List<List<Point>> of(List<Point> points, List<String> calls, int together) {
    Map<String, Integer> order =
        IntStream.range(0, calls.size()).boxed().collect(Collectors.toMap(calls::get, it -> it));
    List<Point> shared = points.stream().filter(it -> !alone(it)).toList();
    Groups groups = new Groups(order, together);
    groups.begin(Math.ceilDiv(shared.size(), together));
    shared.stream()
        .sorted(comparingInt(groups::place).thenComparing(Point::when))
        .forEach(groups::add);
    return Stream.concat(
            points.stream().filter(Groups::alone).map(List::of), groups.groups.stream())
        .toList();
  }

  private static boolean alone(Point point) {
    return switch (CallKind.of(point.call())) {
      case KUBERNETES_WRITE -> true;
      case ACTIVITY -> point.when() == When.BEFORE;
      case DECISION, OTHER, ALIVE, METRICS, KUBERNETES_READ -> false;
    };
  }

  private void begin(int count) {
    Stream.generate(ArrayList<Point>::new).limit(count).forEach(groups::add);
  }

  /** Deals them out like cards: so those of one group are as far apart as can be. */
  private void add(Point point) {
    int next =
        IntStream.range(0, groups.size())
            .map(offset -> (turn + offset) % groups.size())
            .filter(group -> takes(groups.get(group), point))
            .findFirst()
            .orElseGet(this::another);
    groups.get(next).add(point);
    turn = (next + 1) % groups.size();
  }

  private int another() {
    begin(1);
    return groups.size() - 1;
  }

  private boolean takes(List<Point> group, Point point) {
    return group.isEmpty()
        || (group.size() < together
            && place(point) - place(group.getLast()) >= CALLS_BETWEEN
            && group.stream().noneMatch(it -> subject(it).equals(subject(point))));
  }

  private int place(Point point) {
    return Optional.ofNullable(order.get(point.call())).orElse(order.size());
  }

  /** What is interrupted there. */
  private static String subject(Point point) {
    String call = point.call().replaceFirst(" \\(\\d+\\)$", "");
    Matcher activity = OF_ACTIVITY.matcher(call);
    if (!activity.matches()) {
      return call;
    }
    Optional<String> number = Optional.ofNullable(activity.group(3));
    return activity.group(1).equals(OF_THE_FLEET) || number.isEmpty()
        ? activity.group(2)
        : activity.group(1) + ", " + activity.group(2) + number.get();
  }
}
