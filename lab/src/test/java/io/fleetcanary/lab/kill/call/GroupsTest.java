package io.fleetcanary.lab.kill.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.kill.call.Point.When;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private static final int TOGETHER = 8;

  /** 60 activities, one after the other, with twelve calls each. */
  private static final List<String> CALLS =
      IntStream.rangeClosed(1, 60).boxed().flatMap(GroupsTest::activity).toList();

  private static final List<Point> POINTS =
      CALLS.stream()
          .flatMap(call -> CallKind.of(call).moments().map(when -> new Point(call, when)))
          .toList();

  @Test
  void haveEveryPointOnce() {
    assertThat(groups(POINTS).stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(POINTS);
  }

  @Test
  void haveAsManyPointsAsTheyMayWhereThereAreMany() {
    List<Point> shuffled = new ArrayList<>(POINTS);
    Collections.shuffle(shuffled, new Random(7));

    List<List<Point>> together = together(groups(shuffled));

    long points = together.stream().mapToLong(List::size).sum();
    assertThat(together).hasSize(Math.ceilDiv((int) points, TOGETHER));
    assertThat(together).isEqualTo(together(groups(POINTS)));
  }

  @Test
  void haveNoMorePointsThanTheyMay() {
    Point survey = new Point("fleet decides [survey]", When.AFTER);
    Point watch = new Point("first, watch 1: asks for errors_total of canary", When.AFTER);
    Point timer = new Point("fleet decides [timer]", When.AFTER);
    Point watchAgain = new Point("first, watch 1: asks for errors_total of stable", When.AFTER);

    assertThat(groups(40, 2, survey, watch, timer, watchAgain))
        .containsExactly(List.of(survey, timer), List.of(watch), List.of(watchAgain));
  }

  @Test
  void areInTheOrderOfTheCallsAndAsFarApartAsCanBe() {
    for (List<Point> group : groups(POINTS)) {
      for (int i = 1; i < group.size(); i++) {
        assertThat(place(group.get(i)) - place(group.get(i - 1))).isGreaterThanOrEqualTo(80);
      }
    }
  }

  @Test
  void leaveWhatIsNearToOthers() {
    Point survey = new Point("fleet decides [survey]", When.AFTER);
    Point timer = new Point("fleet decides [timer]", When.BEFORE);

    assertThat(groups(40, 2, survey, timer)).hasSize(1);
    assertThat(groups(39, 2, survey, timer)).hasSize(2);
  }

  @Test
  void leaveAloneWhatWritesAndWhatMakesItAgain() {
    List<String> alone =
        groups(POINTS).stream()
            .filter(group -> group.size() == 1)
            .map(group -> group.getFirst().toString())
            .toList();

    assertThat(alone)
        .hasSize(60 * 7)
        .startsWith(
            "before first, claim 1, 0 written: PATCH services/chat",
            "after first, claim 1, 0 written: PATCH services/chat",
            "late first, claim 1, 0 written: PATCH services/chat",
            "before first, claim 1, 1 written: POST configmaps",
            "after first, claim 1, 1 written: POST configmaps",
            "late first, claim 1, 1 written: POST configmaps",
            "before fleet/first, claim 1 ends: Completed");
  }

  @Test
  void interruptAnActivityOnceWhicheverOfItsCallsItIs() {
    assertApart("first, watch 2: asks for errors_total of canary", "fleet/first, watch 2 is alive");
    assertApart("first, claim 1, 0 written: GET pods (2)", "return/first, claim 1 ends: Failed");
    assertApart("first, survey, 0 written: GET pods", "second, survey, 0 written: GET services");
    assertApart("first, survey, 0 written: GET pods", "fleet, survey 1 is alive (3)");
    assertApart("fleet decides [] (2)", "fleet decides [] (3)");
    assertTogether("first, claim 1, 0 written: GET pods", "first, claim 2, 0 written: GET pods");
    assertTogether("first, claim 1, 0 written: GET pods", "second, claim 1, 0 written: GET pods");
    assertTogether("fleet decides [survey]", "fleet decides [timer]");
  }

  @Test
  void areAloneWhereThatIsWanted() {
    assertThat(Groups.of(POINTS, CALLS, 1)).hasSameSizeAs(POINTS);
  }

  @Test
  void areNoneOfNothing() {
    assertThat(groups(List.of())).isEmpty();
  }

  private static void assertApart(String one, String other) {
    assertThat(groups(40, 2, new Point(one, When.BEFORE), new Point(other, When.AFTER))).hasSize(2);
  }

  private static void assertTogether(String one, String other) {
    assertThat(groups(40, 2, new Point(one, When.BEFORE), new Point(other, When.AFTER))).hasSize(1);
  }

  /** Where each point is so many calls after the one before. */
  private static List<List<Point>> groups(int apart, int together, Point... points) {
    List<String> calls = new ArrayList<>();
    for (Point point : points) {
      calls.add(point.call());
      IntStream.range(1, apart).forEach(call -> calls.add("after %s: %d".formatted(point, call)));
    }
    return Groups.of(List.of(points), calls, together);
  }

  private static List<List<Point>> groups(List<Point> points) {
    return Groups.of(points, CALLS, TOGETHER);
  }

  private static List<List<Point>> together(List<List<Point>> groups) {
    return groups.stream().filter(group -> group.size() > 1).toList();
  }

  private static int place(Point point) {
    return CALLS.indexOf(point.call());
  }

  private static Stream<String> activity(int number) {
    String here = "first, claim " + number;
    return Stream.of(
        "fleet/first decides [claim %d]".formatted(number),
        here + ", 0 written: GET services/chat",
        here + ", 0 written: GET pods",
        here + ", 0 written: GET pods (2)",
        here + ", 0 written: PATCH services/chat",
        here + ", 1 written: GET configmaps",
        here + ", 1 written: POST configmaps",
        here + ": asks for errors_total of canary",
        here + ": asks for errors_total of stable",
        "fleet/" + here + " is alive",
        "fleet/" + here + " ends: Completed",
        "temporal: Something " + number);
  }
}
