package io.fleetcanary.workflow.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The engine does what a server does: timeouts, retries, cancellation, children, signals, updates.
 */
class EngineTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");
  private static final WorkflowCode CODE =
      new WorkflowCode(
          Payloads.converter(),
          Probes.CallingWorkflow.class,
          Probes.ParentWorkflow.class,
          Probes.ChildWorkflow.class);

  private final Timeline timeline = new Timeline(BEGIN, new Random(1));
  private final ScriptedActivities calls = new ScriptedActivities(timeline);
  private final Engine engine = new Engine(CODE, calls, timeline, new Random(2), "queue");

  @AfterEach
  void shutdown() {
    engine.shutdown();
  }

  @Test
  void givesTheResultOfACall() {
    calls.returns("done");

    assertThat(call("plain")).contains("done");
    assertThat(calls.attempts()).isEqualTo(1);
  }

  @Test
  void triesAgainWithLongerAndLongerPauses() {
    calls.fails(3).returns("done");

    assertThat(call("plain")).contains("done");
    assertThat(calls.pauses()).containsExactly(1L, 2L, 4L);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    calls.fails(10);

    assertThat(call("thrice")).contains("failed: Simulated: no luck");
    assertThat(calls.attempts()).isEqualTo(3);
  }

  @Test
  void doesNotBeginAnAttemptThatCouldNotEndInTime() {
    calls.fails(1000);

    assertThat(call("plain")).contains("failed: Simulated: no luck");
    assertThat(timeline.now()).isBefore(BEGIN.plus(Duration.ofMinutes(10)));
  }

  @Test
  void endsAnAttemptThatTakesTooLong() {
    calls.rests(Duration.ofMinutes(5), false).returns("late").returns("done");

    assertThat(call("plain")).contains("done");
    assertThat(calls.pauses()).containsExactly(61L);
  }

  @Test
  void letsALateAttemptGoOnUnheard() {
    calls.rests(Duration.ofMinutes(5), false).returns("late").returns("done");

    call("plain");
    run(Duration.ofHours(1));

    assertThat(calls.finished()).isEqualTo(2);
  }

  @Test
  void noticesAWorkerThatIsSilent() {
    calls.rests(Duration.ofSeconds(50), false).returns("late").returns("done");

    assertThat(call("beating")).contains("done");
    assertThat(calls.pauses()).containsExactly(11L);
  }

  @Test
  void waitsForAWorkerThatHeartbeats() {
    calls.rests(Duration.ofSeconds(50), true).returns("done");

    assertThat(call("beating")).contains("done");
    assertThat(calls.attempts()).isEqualTo(1);
  }

  @Test
  void saysThatNobodyTakesACall() {
    calls.away("elsewhere", BEGIN.plus(Duration.ofHours(1)));

    assertThat(call("elsewhere")).contains("failed: TIMEOUT_TYPE_SCHEDULE_TO_START");
    assertThat(calls.attempts()).isZero();
  }

  @Test
  void endsACallAfterItsTimeWhateverItsAttempts() {
    calls.rests(Duration.ofHours(1), true).returns("late");

    assertThat(call("long")).contains("failed: TIMEOUT_TYPE_SCHEDULE_TO_CLOSE");
    assertThat(timeline.now()).isEqualTo(calls.began().plus(Duration.ofMinutes(10)));
  }

  @Test
  void goesOnAtOnceWithoutACancelledCall() {
    calls.rests(Duration.ofMinutes(30), true).returns("late");

    assertThat(call("cancelled")).contains("failed: interrupted");
    assertThat(timeline.now()).isBefore(BEGIN.plus(Duration.ofMinutes(2)));
    run(Duration.ofHours(1));
    assertThat(calls.finished()).isZero();
  }

  @Test
  void letsACancelledCallWithoutHeartbeatsGoOn() {
    calls.rests(Duration.ofSeconds(50), false).returns("late");

    assertThat(call("cancelled")).contains("failed: interrupted");
    run(Duration.ofHours(1));

    assertThat(calls.finished()).isEqualTo(1);
  }

  @Test
  void hearsOfAChildsEnd() {
    assertThat(parent("result")).contains("child returned: ok");
    assertThat(parent("failure")).contains("child failed: on purpose");
  }

  @Test
  void hearsThatAChildWasTerminated() {
    engine.start("Parent", "p", "wait");
    run(Duration.ofMinutes(1));

    engine.terminate("p/child");
    run(Duration.ofMinutes(1));

    assertThat(engine.result("p", String.class)).contains("child failed: TerminatedFailure");
  }

  @Test
  void refusesASecondOpenRunOfAnId() {
    engine.start("Child", "p/child", "wait");
    run(Duration.ofMinutes(1));

    assertThat(parent("wait")).contains("child failed: WorkflowExecutionAlreadyStarted");
  }

  @Test
  void cancelsOrLeavesChildrenAsTheyWerePromised() {
    engine.start("Parent", "p", "wait");
    engine.start("Parent", "q", "leave");
    run(Duration.ofMinutes(1));

    engine.terminate("p");
    engine.terminate("q");
    run(Duration.ofMinutes(1));

    assertThat(engine.open()).containsExactly("q/child");
  }

  @Test
  void tellsTheSenderWhetherASignalArrived() {
    engine.start("Parent", "p", "signal");
    run(Duration.ofHours(1));

    assertThat(engine.result("p", String.class)).contains("arrived, then not found");
  }

  @Test
  void asksTheValidatorOfAnUpdateFirst() {
    List<String> answers = new ArrayList<>();
    engine.start("Child", "c", "wait");
    run(Duration.ofMinutes(1));

    engine.update("c", "end", "", answers::add);
    engine.update("c", "end", "now", answers::add);
    run(Duration.ofMinutes(1));

    assertThat(answers).hasSize(2).anyMatch(it -> it.startsWith("refused: ")).contains("\"now\"");
    assertThat(engine.result("c", String.class)).contains("now");
  }

  @Test
  void beginsANewRunOfTheSameId() {
    engine.start("Child", "c", "again");
    run(Duration.ofMinutes(1));

    assertThat(engine.open()).containsExactly("c");
    assertThat(engine.status("c", String.class)).contains("wait");
  }

  @Test
  void closesACancelledRunAsCancelledWhateverItReturns() {
    engine.start("Child", "c", "wait");
    run(Duration.ofMinutes(1));

    engine.cancel("c");
    run(Duration.ofMinutes(1));

    assertThat(engine.open()).isEmpty();
    assertThat(engine.result("c", String.class)).isEmpty();
  }

  private Optional<String> call(String how) {
    engine.start("Calling", "w", how);
    run(Duration.ofDays(1));
    return engine.result("w", String.class);
  }

  private Optional<String> parent(String how) {
    engine.start("Parent", "p", how);
    run(Duration.ofHours(1));
    return engine.result("p", String.class);
  }

  /** Until nothing is open any more, or so long. */
  private void run(Duration time) {
    boolean wasOpen = !engine.open().isEmpty();
    timeline.run(() -> !wasOpen || !engine.open().isEmpty(), timeline.now().plus(time));
  }
}
