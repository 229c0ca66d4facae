package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.activity.metric.Gauging;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityPausedException;
import io.temporal.failure.TimeoutFailure;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PulseTest {
  private static final WatchState EMPTY = new WatchState(List.of());
  private static final Duration LONG = Duration.ofSeconds(25);

  private final Temporal sdk = new Temporal();
  private final Temporal direct = new Temporal();

  @Test
  void endsAWaitAtOnceWhenCancelled() {
    sdk.answer = () -> new ActivityCanceledException();

    try (Pulse pulse = pulse()) {
      assertThatThrownBy(() -> pulse.sleep(LONG)).isInstanceOf(ActivityCanceledException.class);
      assertThatThrownBy(() -> pulse.await(new CompletableFuture<>(), LONG))
          .isInstanceOf(ActivityCanceledException.class);
    }
  }

  @Test
  void endsASleepUntilNewsAtOnceWhenCancelled() {
    sdk.answer = () -> new ActivityCanceledException();

    try (Pulse pulse = pulse()) {
      assertThatThrownBy(() -> pulse.sleepUntilNews(LONG))
          .isInstanceOf(ActivityCanceledException.class);
    }
  }

  /** Also where it comes while somebody looks: what the look has read may be older. */
  @Test
  void sleepsNoLongerThanUntilThereIsNews() {
    try (Pulse pulse = pulse()) {
      pulse.wake();
      Instant begin = Instant.now();

      pulse.sleepUntilNews(LONG);

      assertThat(Duration.between(begin, Instant.now()))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }
  }

  @Test
  void endsWhenAnotherAttemptHasTakenOver() {
    sdk.answer = () -> new ActivityNotExistsException(new IllegalStateException("not found"));

    try (Pulse pulse = pulse()) {
      assertThatThrownBy(() -> pulse.sleep(LONG)).isInstanceOf(ActivityNotExistsException.class);
    }
  }

  @Test
  void goesOnWhileTemporalIsGone() throws Exception {
    sdk.answer = () -> new ActivityCompletionFailureException(new IllegalStateException("gone"));

    try (Pulse pulse = pulse()) {
      sdk.awaitBeats(3);

      assertThat(pulse.cutOff()).isTrue();
      pulse.sleep(Duration.ZERO);
      sdk.answer = () -> null;
      sdk.awaitBeats(3);
      assertThat(pulse.cutOff()).isFalse();
    }
  }

  @Test
  void asksTemporalItselfOnceTheSdkGivesUp() throws Exception {
    sdk.answer = PulseTest::heartbeatTimeout;
    direct.answer = () -> new ActivityCompletionFailureException(new IllegalStateException("gone"));

    try (Pulse pulse = pulse()) {
      direct.awaitBeats(1);
      pulse.sleep(Duration.ZERO);
      assertThat(pulse.cutOff()).isTrue();

      direct.answer = () -> new ActivityCompletionFailureException(new ActivityCanceledException());
      assertThatThrownBy(() -> pulse.sleep(LONG)).isInstanceOf(ActivityCanceledException.class);
    }
  }

  @Test
  void goesOnWhenSomebodyPausesTheActivity() throws Exception {
    sdk.answer = () -> new ActivityPausedException();

    try (Pulse pulse = pulse()) {
      sdk.awaitBeats(3);

      pulse.sleep(Duration.ZERO);
      assertThat(pulse.cutOff()).isFalse();
    }
  }

  @Test
  void doesNotWaitForABeatThatHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    sdk.answer =
        () -> {
          hanging.countDown();
          hang(released);
          return null;
        };

    try (Pulse pulse = pulse()) {
      hanging.await();

      assertThat(pulse.await(CompletableFuture.completedFuture("done"), LONG)).contains("done");
    } finally {
      released.countDown();
    }
  }

  @Test
  void leavesWorkThatTakesTooLong() {
    try (Pulse pulse = pulse()) {
      assertThat(pulse.await(new CompletableFuture<>(), Duration.ofMillis(10))).isEmpty();
    }
  }

  @Test
  void passesOnWhatWorkThrows() {
    try (Pulse pulse = pulse()) {
      assertThatThrownBy(
              () -> pulse.await(CompletableFuture.failedFuture(new ArithmeticException()), LONG))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void beatsWithTheLatestState() throws Exception {
    try (Pulse pulse = pulse()) {
      WatchState latest = new WatchState(List.of(new Gauging(2, List.of())));
      pulse.state(latest);

      sdk.awaitBeats(2);
      assertThat(sdk.last).isEqualTo(latest);
    }
  }

  private Pulse pulse() {
    return new Pulse(sdk, direct, EMPTY);
  }

  private static ActivityCompletionException heartbeatTimeout() {
    ActivityInfo nobody =
        (ActivityInfo)
            Proxy.newProxyInstance(
                ActivityInfo.class.getClassLoader(),
                new Class<?>[] {ActivityInfo.class},
                (proxy, method, arguments) -> "");
    return new ActivityCanceledException(
        nobody, new TimeoutFailure(null, null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT));
  }

  private static void hang(CountDownLatch released) {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes beats and answers them. */
  private static final class Temporal implements Consumer<WatchState> {
    private final BlockingQueue<Integer> beats = new LinkedBlockingQueue<>();
    private volatile Answer answer = () -> null;
    private volatile @Nullable WatchState last;

    @Override
    public void accept(WatchState state) {
      last = state;
      beats.add(1);
      ActivityCompletionException why = answer.why();
      if (why != null) {
        throw why;
      }
    }

    /** Waits for so many beats that begin after now; the one before the last has had its effect. */
    void awaitBeats(int count) throws InterruptedException {
      beats.clear();
      for (int i = 0; i < count; i++) {
        assertThat(beats.poll(20, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  /** What a beat is answered with; null when all is well. */
  private interface Answer {
    @Nullable ActivityCompletionException why();
  }
}
