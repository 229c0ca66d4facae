package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.Payloads;
import io.temporal.activity.ActivityInterface;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Since when an activity waits, over its retries. */
class PulseTest {
  private final TestActivityEnvironment temporal =
      TestActivityEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  @BeforeEach
  void register() {
    temporal.registerActivitiesImplementations(new Waits());
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void beginsToWaitWhenItHasWrittenNotWhenItWasAsked() {
    Instant begin = Instant.now();

    assertThat(wait(temporal)).isBetween(begin, Instant.now());
  }

  @Test
  void goesOnWithTheDeadlineOfTheAttemptBefore() {
    Instant before = Instant.parse("2026-11-25T12:00:00Z");
    temporal.setHeartbeatDetails(before);

    assertThat(wait(temporal)).isEqualTo(before);
  }

  @Test
  void tellsTheNextAttemptSinceWhenItWaits() {
    Instant before = Instant.parse("2026-11-25T12:00:00Z");
    temporal.setHeartbeatDetails(before);
    Instant[] told = new Instant[1];
    temporal.setActivityHeartbeatListener(Instant.class, since -> told[0] = since);

    wait(temporal);

    assertThat(told[0]).isEqualTo(before);
  }

  @Test
  void restsTwiceAsLongAfterEachLookInVainUpToALimit() {
    Duration most = Duration.ofMillis(250);

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(looks -> Pulse.between(looks, most).toMillis()))
        .containsExactly(20L, 40L, 80L, 160L, 250L, 250L);
  }

  @Test
  void restsNoLongerHoweverOftenItHasLooked() {
    assertThat(Pulse.between(Integer.MAX_VALUE, Duration.ofMinutes(1)))
        .isLessThanOrEqualTo(Duration.ofMinutes(1))
        .isPositive();
  }

  private static Instant wait(TestActivityEnvironment temporal) {
    return temporal.newActivityStub(Waiting.class).waiting();
  }

  @ActivityInterface
  public interface Waiting {
    Instant waiting();
  }

  private static final class Waits implements Waiting {
    @Override
    public Instant waiting() {
      Instant since = Pulse.OF_ACTIVITY.waiting();
      Pulse.OF_ACTIVITY.rest(since, Duration.ofMillis(1));
      return since;
    }
  }
}
