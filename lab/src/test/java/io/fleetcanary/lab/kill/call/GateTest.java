package io.fleetcanary.lab.kill.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.kill.call.Gate.Killed;
import io.fleetcanary.lab.kill.call.Point.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();
  private final List<String> log = new ArrayList<>();

  @Test
  void tellsCallsOfTheSameNameApartUpToANumber() throws Exception {
    begin();

    for (int i = 0; i < 4; i++) {
      call("look", 3);
    }
    call("write", 3);

    assertThat(gate.calls())
        .containsExactly(
            entry("look", 1), entry("look (2)", 1), entry("look (3)", 2), entry("write", 1));
    assertThat(log).hasSize(5);
  }

  @Test
  void killsWhoCallsBeforeTheCallIsMade() throws Exception {
    begin(new Point("look (2)", When.BEFORE));
    call("look", 3);

    assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);

    assertThat(log).containsExactly("look", "killed");
    assertThat(gate.met()).containsExactly(new Point("look (2)", When.BEFORE));
  }

  @Test
  void killsWhoCallsWhenTheCallHasBeenMade() {
    begin(new Point("look", When.AFTER));

    assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);

    assertThat(log).containsExactly("look", "killed");
  }

  @Test
  void keepsACallOfADeadWorkerUntilItIsDelivered() throws Exception {
    begin(new Point("write", When.LATE));
    assertThatThrownBy(() -> call("write", 3)).isInstanceOf(Killed.class);
    call("write", 3);
    gate.end();
    assertThat(log).containsExactly("killed", "write");

    assertThat(gate.deliver()).isTrue();

    assertThat(log).containsExactly("killed", "write", "write");
  }

  @Test
  void deliversNothingWhereNothingWasKept() throws Exception {
    begin(new Point("write", When.AFTER));
    assertThatThrownBy(() -> call("write", 3)).isInstanceOf(Killed.class);

    assertThat(gate.deliver()).isFalse();

    assertThat(log).containsExactly("write", "killed");
  }

  @Test
  void killsOnce() {
    begin(new Point("look", When.BEFORE));
    assertThatThrownBy(() -> call("look", 1)).isInstanceOf(Killed.class);
    gate.replaced();

    assertThat(call("look", 1)).isEqualTo("answer");

    assertThat(log).containsExactly("killed", "look");
  }

  @Test
  void killsOneAfterTheOtherWhicheverPointComesFirst() {
    Point write = new Point("write", When.AFTER);
    Point look = new Point("look", When.BEFORE);
    begin(write, look);
    assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);
    gate.replaced();

    assertThatThrownBy(() -> call("write", 3)).isInstanceOf(Killed.class);

    assertThat(log).containsExactly("killed", "write", "killed");
    assertThat(gate.met()).containsExactly(look, write);
  }

  @Test
  void killsNobodyUntilTheNextWorkerLives() {
    begin(new Point("look", When.BEFORE), new Point("write", When.BEFORE));
    assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);

    assertThat(call("write", 3)).isEqualTo("answer");

    assertThat(log).containsExactly("killed", "write");
  }

  @Test
  void killsNobodyAtACallOfTheWorkerBefore() throws Exception {
    begin(new Point("look", When.BEFORE), new Point("write", When.AFTER));

    gate.pass(
        "write",
        3,
        () -> {
          assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);
          gate.replaced();
          return "answer";
        });

    assertThat(log).containsExactly("killed");
    assertThat(gate.met()).containsExactly(new Point("look", When.BEFORE));
  }

  @Test
  void killsNobodyElsewhere() {
    begin(new Point("write", When.BEFORE));

    call("look", 3);

    assertThat(gate.met()).isEmpty();
    assertThat(log).containsExactly("look");
  }

  @Test
  void letsEverythingPassUncountedAfterTheEnd() {
    begin(new Point("look", When.BEFORE));
    gate.end();

    call("look", 3);

    assertThat(gate.calls()).isEmpty();
    assertThat(log).containsExactly("look");
  }

  @Test
  void isQuietWhileNothingPasses() throws Exception {
    begin();
    List<Boolean> meanwhile = new ArrayList<>();

    gate.pass("look", 1, () -> meanwhile.add(gate.quiet(Duration.ZERO)));

    assertThat(meanwhile).containsExactly(false);
    assertThat(gate.quiet(Duration.ofHours(1))).isFalse();
    Eventually.within(
        Duration.ofSeconds(5), () -> assertThat(gate.quiet(Duration.ofMillis(1))).isTrue());
  }

  private void begin(Point... points) {
    gate.begin(List.of(points), () -> log.add("killed"));
  }

  private String call(String name, int apart) {
    try {
      return gate.pass(
          name,
          apart,
          () -> {
            log.add(name);
            return "answer";
          });
    } catch (RuntimeException killed) {
      throw killed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
