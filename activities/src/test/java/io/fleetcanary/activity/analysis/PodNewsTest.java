package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.ClusterPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lines that are opened and closed when a test says so, on a clock of its own. */
class PodNewsTest {
  private final WatchBench bench = new WatchBench();
  private final Lines cluster = new Lines();
  private final List<String> news = new CopyOnWriteArrayList<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private Instant now = Instant.EPOCH;
  private PodNews pods;

  @BeforeEach
  void begin() {
    ClusterPlan plan = bench.request(WatchBench.NOW).plan();
    pods = new PodNews(cluster, plan, () -> news.add("look"), waiting::add, () -> now);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void waitsForNobodyWhileALineIsOpened() {
    assertThat(pods.told()).isFalse();
    assertThat(pods.told()).isFalse();

    opens();

    assertThat(pods.told()).isTrue();
    assertThat(cluster.log).containsExactly("open");
  }

  @Test
  void asksForALookWhenAPodHasChangedAndNotForEveryWord() {
    pods.told();
    opens();

    cluster.listener.orElseThrow().hears(false);
    assertThat(news).isEmpty();
    cluster.listener.orElseThrow().hears(true);
    assertThat(news).containsExactly("look");
  }

  @Test
  @DisplayName("F14: where a watch ends there is a look at once, and another watch soon")
  void goesOnAfterALineHasEnded() {
    pods.told();
    opens();

    cluster.listener.orElseThrow().ends();

    assertThat(news).containsExactly("look");
    assertThat(pods.told()).isFalse();
    after(Duration.ofSeconds(4));
    assertThat(pods.told()).isFalse();
    assertThat(waiting).as("only what ends the old one").hasSize(1);
    after(Duration.ofSeconds(1));
    assertThat(pods.told()).isFalse();
    opens();
    assertThat(pods.told()).isTrue();
    assertThat(cluster.log).containsExactly("open", "close", "open");
  }

  @Test
  void triesLessAndLessOftenWhereNoneCanBeHad() {
    cluster.fails = true;

    for (int second = 0; second < 600; second++) {
      assertThat(pods.told()).isFalse();
      opens();
      after(Duration.ofSeconds(1));
    }

    assertThat(cluster.log).hasSizeBetween(10, 16).containsOnly("open");
  }

  @Test
  void asksOnceWhereItIsNotAllowed() {
    cluster.allowed = false;
    pods.told();
    opens();

    after(Duration.ofHours(1));

    assertThat(pods.told()).isFalse();
    opens();
    assertThat(cluster.log).containsExactly("open");
  }

  @Test
  @DisplayName("F14: a watch that has been forgotten says nothing; it is not believed for long")
  void takesALineForLostThatSaysNothing() {
    pods.told();
    opens();
    after(Duration.ofMinutes(4));
    cluster.listener.orElseThrow().hears(false);
    after(Duration.ofMinutes(4));
    assertThat(pods.told()).isTrue();

    after(Duration.ofMinutes(2));

    assertThat(pods.told()).isFalse();
    opens();
    assertThat(cluster.log).containsExactly("open", "close");
  }

  @Test
  void endsALineThatOpensTooLate() {
    pods.told();

    pods.close();
    opens();

    assertThat(cluster.log).containsExactly("open", "close");
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  /** Whatever others have been asked to do is done. */
  private void opens() {
    while (!waiting.isEmpty()) {
      waiting.pop().run();
    }
  }

  private static final class Lines implements WatchedCluster {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private Optional<Listener> listener = Optional.empty();
    private boolean allowed = true;
    private boolean fails;

    @Override
    public Optional<Runnable> follow(ClusterPlan plan, Listener told) {
      log.add("open");
      if (fails) {
        throw new IllegalStateException("no web sockets here");
      }
      listener = Optional.of(told);
      return allowed ? Optional.of(() -> log.add("close")) : Optional.empty();
    }

    @Override
    public Arms look(ClusterPlan plan) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void brake(ClusterPlan plan) {}

    @Override
    public void resize(Resizing resizing) {}
  }
}
