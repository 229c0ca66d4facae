package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.fault.Fault;
import io.fleetcanary.lab.fault.Rule;
import io.fleetcanary.lab.fault.Trap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The API server of one cluster of three answers badly, as a proxy before it wants. Two waves, the
 * second with two clusters at once.
 */
interface Faults extends OnStage {
  Duration AWHILE = Duration.ofSeconds(20);
  Duration RETRY_AFTER = Duration.ofSeconds(3);

  /** A minute, and what a busy machine adds. */
  Duration SAID_WITHIN = Duration.ofSeconds(75);

  @Scenario
  @DisplayName("F8: one API server answers everything 1 s late; nobody else is held up")
  default void holdsNobodyUpWhereOneAnswersLate() {
    FaultScene at = new FaultScene(stage(), "fault-late");
    Trap late = at.fromTheSecondWave(Rule.of(new Fault.Late(Duration.ofSeconds(1))));

    Played played = at.scene().play();

    played.wentWell();
    assertThat(late.hits()).isGreaterThan(20);
    Duration alone = played.between(starts(at.first()), passed(at.first()));
    Duration beside = played.between(starts(at.other()), passed(at.other()));
    Duration slow = played.between(starts(at.spoilt()), passed(at.spoilt()));
    assertThat(beside).as("alone it took %s", alone).isLessThan(alone.plusSeconds(10));
    assertThat(slow).as("the other took %s", beside).isGreaterThan(beside);
  }

  @Scenario
  @DisplayName("F9: an API server says 429, Retry-After 3 s, for 20 s; it is left alone as told")
  default void leavesAnApiServerAloneThatSaysSo() {
    FaultScene at = new FaultScene(stage(), "fault-429");
    Fault busy = new Fault.Answered(429, RETRY_AFTER);
    Trap trap = at.fromTheSecondWave(Rule.of(busy).lasting(AWHILE));

    Played played = at.scene().play();

    played.wentWell();
    List<Instant> met = at.met(busy);
    assertThat(met).hasSize(trap.hits()).hasSizeGreaterThan(1);
    assertThat(IntStream.range(1, met.size()).boxed())
        .allSatisfy(
            next ->
                assertThat(Duration.between(met.get(next - 1), met.get(next)))
                    .isGreaterThanOrEqualTo(RETRY_AFTER));
    assertThat((double) at.passages(at.spoilt()).size())
        .as("requests, and of the other cluster of its wave")
        .isLessThan(1.2 * at.passages(at.other()).size());
    at.wroteTheSame(at.spoilt(), at.other());
  }

  @Scenario
  @DisplayName("F10: every patch of the user's objects meets 409 for 20 s; then it goes on")
  default void goesOnAfterConflicts() {
    goesOn("fault-409", Rule.of(answered(409)).on("PATCH", "").lasting(AWHILE), 5);
  }

  @Scenario
  @DisplayName("500 to the first 6 writes: written when it can be, nothing twice")
  default void goesOnAfterErrors() {
    goesOn("fault-500", Rule.of(answered(500)).on(Rule.WRITES, "").times(6), 6);
  }

  @Scenario
  @DisplayName("503 to the first 10 looks: looked again")
  default void goesOnAfterFailedLooks() {
    goesOn("fault-503", Rule.of(answered(503)).on("GET", "").times(10), 10);
  }

  @Scenario
  @DisplayName("slow bodies: six answers take 4 s, then two take longer than anybody waits")
  default void goesOnAfterSlowBodies() {
    FaultScene at = new FaultScene(stage(), "fault-slow");
    Trap slow = at.fromTheSecondWave(slowBody(4).from(3).times(6));
    Trap endless = at.fromTheSecondWave(slowBody(60).from(6).times(2));

    Played played = at.scene().play();

    played.wentWell();
    assertThat(slow.hits()).isEqualTo(6);
    assertThat(endless.hits()).isEqualTo(2);
    at.wroteTheSame(at.spoilt(), at.other());
  }

  @Scenario
  @DisplayName("answers end in the middle, reads and writes: nothing is written twice")
  default void goesOnAfterHalfBodies() {
    goesOn("fault-half", Rule.of(new Fault.HalfBody()).times(8), 8);
  }

  @DisplayName("F11: written, but the reply is lost")
  @ParameterizedTest(name = "F11: applied, but the reply is lost going forward: {0}")
  @EnumSource(mode = Mode.MATCH_NONE, names = "BACK_.*")
  @Execution(ExecutionMode.CONCURRENT)
  @Timeout(400)
  default void seesThatItWasWritten(LostReplies lost) {
    FaultScene at = new FaultScene(stage(), name(lost));
    List<Trap> traps =
        IntStream.range(0, 3)
            .mapToObj(n -> at.atOnce(at.scene().cluster(n), lost.rules().get(n)))
            .toList();

    Played played = at.scene().play();

    played.wentWell();
    assertThat(traps).allSatisfy(trap -> assertThat(trap.hits()).isEqualTo(1));
    at.wroteTheSame(at.first(), at.spoilt(), at.other());
  }

  @ParameterizedTest(name = "F11: applied, but the reply is lost on the way back: {0}")
  @EnumSource(mode = Mode.MATCH_ANY, names = "BACK_.*")
  @Execution(ExecutionMode.CONCURRENT)
  @Timeout(400)
  default void seesThatItWasTakenBack(LostReplies lost) {
    FaultScene at = new FaultScene(stage(), name(lost)).baking();
    List<Trap> traps = lost.rules().stream().map(at::trap).toList();
    at.scene()
        .on(
            "replies get lost",
            at.bothBake(),
            (rollout, status) ->
                IntStream.range(0, 3).forEach(n -> at.set(at.scene().cluster(n), traps.get(n))))
        .abortOn("abort", Moments.always());

    Played played = at.scene().play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    played.isAsBefore();
    played.answeredAll();
    assertThat(traps).allSatisfy(trap -> assertThat(trap.hits()).isEqualTo(1));
    at.wroteTheSame(at.spoilt(), at.other());
  }

  @Scenario
  @DisplayName(
      "S88, F40: every write of one cluster fails during an abort; the others are back first")
  default void comesBackWhenItsWritesComeThrough() {
    FaultScene at = new FaultScene(stage(), "fault-abort").baking();
    Trap failing = at.trap(Rule.of(answered(500)).on(Rule.WRITES, ""));
    Predicate<FleetStatus> stuck = Moments.says(at.spoilt(), ", trying again");
    at.scene()
        .on("fail", at.bothBake(), (rollout, status) -> at.set(at.spoilt(), failing))
        .abortOn("abort", Moments.always())
        .on("heal", stuck.and(at.othersAreBack()), (rollout, status) -> failing.lift());

    Played played = at.scene().play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    assertThat(failing.hits()).isGreaterThan(1);
    assertThat(played.happened().getLast().status())
        .matches(Moments.in(at.spoilt(), ClusterPhase.RETURNING), "not back");
    assertThat(played.between(Moments.fleet(FleetPhase.RETURNING), stuck)).isLessThan(SAID_WITHIN);
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName(
      "S13: the right to write one of two routes is taken away: said, given up, and both come back")
  default void comesBackWhereOneRouteCannotBeWritten() {
    FaultScene at = new FaultScene(stage(), "fault-route");
    SecondRoute second = new SecondRoute(at.scene());
    at.scene().beside(second).with("failure", "{\"reachWithin\": \"1m\"}");
    Rule afterItsClaim = Rule.of(answered(403)).on("PATCH", "httproutes/chat-batch").from(2);
    Trap refused = at.atOnce(at.first(), afterItsClaim);
    Predicate<FleetStatus> said = Moments.says(at.first(), ", then the cluster goes back");
    at.scene()
        .on("said", said, (rollout, status) -> {})
        .on("grant", Moments.fleet(FleetPhase.HOLDING), (rollout, status) -> refused.lift())
        .answerOn("not now", Moments.in(at.first(), ClusterPhase.ROLLED_BACK), "reject");

    Played played = at.scene().play();

    assertThat(played.ended(FleetPhase.REJECTED))
        .contains("rejected by ann: not now", "shift failed: ")
        .contains(", cluster " + at.first());
    assertThat(reason(played.happened().getFirst().status()))
        .startsWith("shift failed: right missing (HTTP 403), grant it: ")
        .contains(", cluster " + at.first() + ", since ", "; tried on until ");
    assertThat(played.between(starts(at.first()), said)).isLessThan(SAID_WITHIN);
    assertThat(refused.hits()).isGreaterThan(1);
    played.isAsBefore();
    played.neverServed(at.spoilt());
    played.answeredAll();
    assertThat(second.plain().values())
        .allSatisfy(seen -> assertThat(seen.byStatus()).containsOnlyKeys(200));
  }

  /** What the first cluster says. */
  private static String reason(FleetStatus status) {
    return status.waves().getFirst().clusters().getFirst().reason();
  }

  /** Forward, and nothing is written twice. */
  private void goesOn(String name, Rule rule, int hits) {
    FaultScene at = new FaultScene(stage(), name);
    Trap trap = at.fromTheSecondWave(rule);

    Played played = at.scene().play();

    played.wentWell();
    assertThat(trap.hits()).isGreaterThanOrEqualTo(hits);
    at.wroteTheSame(at.spoilt(), at.other());
  }

  private static String name(LostReplies lost) {
    return "lost-" + lost.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static Rule slowBody(int seconds) {
    return Rule.of(new Fault.SlowBody(Duration.ofSeconds(seconds)));
  }

  private static Fault answered(int status) {
    return new Fault.Answered(status, Duration.ZERO);
  }

  private static Predicate<FleetStatus> starts(String cluster) {
    return Moments.in(cluster, ClusterPhase.STARTING);
  }

  private static Predicate<FleetStatus> passed(String cluster) {
    return Moments.in(cluster, ClusterPhase.PROBATION);
  }
}
