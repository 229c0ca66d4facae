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
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();
  private final List<String> log = new ArrayList<>();

  @Test
  void tellsCallsOfTheSameNameApartUpToANumber() throws Exception {
    begin(Optional.empty());

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
    begin(Optional.of(new Point("look (2)", When.BEFORE)));
    call("look", 3);

    assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);

    assertThat(log).containsExactly("look", "killed");
    assertThat(gate.met()).isTrue();
  }

  @Test
  void killsWhoCallsWhenTheCallHasBeenMade() {
    begin(Optional.of(new Point("look", When.AFTER)));

    assertThatThrownBy(() -> call("look", 3)).isInstanceOf(Killed.class);

    assertThat(log).containsExactly("look", "killed");
  }

  @Test
  void keepsACallOfADeadWorkerUntilItIsDelivered() throws Exception {
    begin(Optional.of(new Point("write", When.LATE)));
    assertThatThrownBy(() -> call("write", 3)).isInstanceOf(Killed.class);
    call("write", 3);
    gate.end();
    assertThat(log).containsExactly("killed", "write");

    assertThat(gate.deliver()).isTrue();

    assertThat(log).containsExactly("killed", "write", "write");
  }

  @Test
  void deliversNothingWhereNothingWasKept() throws Exception {
    begin(Optional.of(new Point("write", When.AFTER)));
    assertThatThrownBy(() -> call("write", 3)).isInstanceOf(Killed.class);

    assertThat(gate.deliver()).isFalse();

    assertThat(log).containsExactly("write", "killed");
  }

  @Test
  void killsOnce() {
    begin(Optional.of(new Point("look", When.BEFORE)));
    assertThatThrownBy(() -> call("look", 1)).isInstanceOf(Killed.class);

    assertThat(call("look", 1)).isEqualTo("answer");

    assertThat(log).containsExactly("killed", "look");
  }

  @Test
  void killsNobodyElsewhere() {
    begin(Optional.of(new Point("write", When.BEFORE)));

    call("look", 3);

    assertThat(gate.met()).isFalse();
    assertThat(log).containsExactly("look");
  }

  @Test
  void letsEverythingPassUncountedAfterTheEnd() {
    begin(Optional.of(new Point("look", When.BEFORE)));
    gate.end();

    call("look", 3);

    assertThat(gate.calls()).isEmpty();
    assertThat(log).containsExactly("look");
  }

  @Test
  void isQuietWhileNothingPasses() throws Exception {
    begin(Optional.empty());
    List<Boolean> meanwhile = new ArrayList<>();

    gate.pass("look", 1, () -> meanwhile.add(gate.quiet(Duration.ZERO)));

    assertThat(meanwhile).containsExactly(false);
    assertThat(gate.quiet(Duration.ofHours(1))).isFalse();
    Eventually.within(
        Duration.ofSeconds(5), () -> assertThat(gate.quiet(Duration.ofMillis(1))).isTrue());
  }

  private void begin(Optional<Point> point) {
    gate.begin(point, () -> log.add("killed"));
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
