package io.fleetcanary.lab.kill.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class RunningTest {
  private final Running running = new Running();

  @Test
  void numbersTheActivitiesOfAWorkflowByTheirTypes() {
    begins("1", "fleet/first", "a", "shift");
    begins("2", "fleet/first", "b", "shift");
    begins("3", "fleet/second", "c", "shift");

    assertThat(running.at("first")).isEqualTo("shift 2");
    assertThat(running.at("second")).isEqualTo("shift 1");
  }

  @Test
  void keepsTheNumberOfOneThatIsHandedOutAgain() {
    begins("1", "fleet/first", "a", "claim");

    begins("2", "fleet/first", "a", "claim");

    assertThat(running.by(ByteString.copyFromUtf8("2")).map(Object::toString))
        .contains("fleet/first, claim 1");
  }

  @Test
  void namesWhatHasAnOrderBeforeWhatGoesOnBesideIt() {
    begins("1", "fleet/first", "a", "shift");
    begins("2", "fleet/first", "b", "watch");
    assertThat(running.at("first")).isEqualTo("shift 1");

    running.ends(ByteString.copyFromUtf8("1"));

    assertThat(running.at("first")).isEqualTo("watch 1");
  }

  @Test
  void namesNothingThatWasLostWithItsWorker() {
    begins("1", "fleet/first", "a", "shift");
    running.lost();

    begins("2", "fleet/first", "b", "watch");

    assertThat(running.at("first")).isEqualTo("watch 1");
  }

  @Test
  void forgetsTheAttemptBeforeOfOneThatIsHandedOutAgain() {
    begins("1", "fleet/first", "a", "shift");
    begins("2", "fleet/first", "b", "watch");
    begins("3", "fleet/first", "a", "shift");

    running.ends(ByteString.copyFromUtf8("3"));

    assertThat(running.at("first")).isEqualTo("watch 1");
  }

  @Test
  void namesTheFleetsActivityWhereTheClusterHasNone() {
    begins("1", "fleet", "a", "survey");

    assertThat(running.at("first")).isEqualTo("survey");
  }

  @Test
  void saysWhenNobodyAsks() {
    begins("1", "fleet/second", "a", "claim");

    assertThat(running.at("first")).isEqualTo("nobody");
  }

  private void begins(String token, String workflow, String id, String type) {
    running.begins(ByteString.copyFromUtf8(token), workflow, id, type);
  }
}
