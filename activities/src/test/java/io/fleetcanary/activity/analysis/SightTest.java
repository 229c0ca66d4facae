package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.Sight.Seen;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Promotion;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the next look at pods may wait until the cluster tells of a change. */
class SightTest {
  private static final Pod UNREADY = new Pod("chat-canary-1", false);

  private final WatchBench bench = new WatchBench();
  private final FakeCluster cluster = bench.cluster;
  private final Pulse pulse = new Pulse(state -> {}, state -> {}, new WatchState(List.of()));
  private Sight sight;

  @BeforeEach
  void begin() {
    WatchRequest request =
        bench.looksEvery(Duration.ofMinutes(5)).request(new Until.Baked(Duration.ofMinutes(10)));
    PodNews news = new PodNews(cluster, request.plan(), pulse::wake, Runnable::run);
    Rhythm rhythm = new Rhythm(request, Instant.now());
    sight = new Sight(cluster, request, "run", Runnable::run, rhythm, news);
    cluster.asksFor(2, 1);
    cluster.tells();
  }

  @AfterEach
  void close() {
    pulse.close();
    bench.close();
  }

  @Test
  void waitsWhereAllPodsAreThereAndReady() {
    assertThat(mayWait()).isTrue();
  }

  @Test
  void doesNotWaitWhereNobodyTells() {
    cluster.tellsNothing();

    assertThat(mayWait()).isFalse();
  }

  /** That no pod is ready counts by how long it lasts. */
  @Test
  void doesNotWaitWhileAPodIsNotReady() {
    cluster.has(List.of(UNREADY), FakeCluster.STABLE);

    assertThat(mayWait()).isFalse();
    cluster.has(FakeCluster.CANARY, FakeCluster.STABLE);
    assertThat(mayWait()).isTrue();
  }

  @Test
  void doesNotWaitWhilePodsAreMissingOrTooMany() {
    cluster.asksFor(3, 1);
    assertThat(mayWait()).isFalse();
    cluster.asksFor(1, 1);
    assertThat(mayWait()).isFalse();
  }

  @Test
  void doesNotWaitBeforeTheCanaryHasFollowed() {
    cluster.has(FakeCluster.CANARY, twenty());
    cluster.asksFor(20, 1);

    assertThat(mayWait()).isFalse();
    assertThat(cluster.log()).containsExactly("canary gets 2");
  }

  @Test
  void doesNotWaitWhereSomethingIsWrong() {
    cluster.hasTrouble(FailureClass.LOCAL, "pods of chat-canary cannot be created");

    assertThat(mayWait()).isFalse();
  }

  @Test
  void doesNotWaitWhereNothingWasSeen() {
    mayWait();
    cluster.cannotBeSeen();

    assertThat(mayWait()).isFalse();
  }

  @Test
  void doesNotWaitWhileStableRollsToTheRevision() {
    List<Pod> three = twenty().subList(0, 3);
    cluster.isPromoted(three, Promotion.BEGUN);
    assertThat(mayWait()).isFalse();
    cluster.isPromoted(three, Promotion.DONE);
    assertThat(mayWait()).isTrue();
  }

  private boolean mayWait() {
    Seen seen = sight.look(pulse);
    return sight.mayWait(seen);
  }

  private static List<Pod> twenty() {
    return IntStream.range(0, 20).mapToObj(i -> new Pod("chat-" + i, true)).toList();
  }
}
