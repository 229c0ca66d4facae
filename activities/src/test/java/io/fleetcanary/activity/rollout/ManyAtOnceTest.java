package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Rollouts that know nothing of each other claim one service, all in the same moment. */
@Timeout(120)
class ManyAtOnceTest {
  private static final int MANY = 12;
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  @RepeatedTest(5)
  @DisplayName("F31: twelve rollouts claim one service at once: one has it, wholly, the others not")
  void oneHasIt(RepetitionInfo repetition) {
    Bench service = Bench.in(cluster, "many-" + repetition.getCurrentRepetition());
    Picture before = service.picture();
    CountDownLatch all = new CountDownLatch(MANY);
    List<Bench> rollouts =
        IntStream.range(0, MANY)
            .mapToObj(n -> service.rollout("chat-202611251200%02d-1a2b".formatted(n)))
            .toList();

    List<CompletableFuture<Progress>> claims =
        rollouts.stream().map(rollout -> claims(rollout, all)).toList();

    List<Bench> owners =
        IntStream.range(0, MANY)
            .filter(n -> claims.get(n).join() instanceof Progress.Done)
            .mapToObj(rollouts::get)
            .toList();
    assertThat(owners).hasSize(1);
    Bench owner = owners.getFirst();
    assertRefused(claims.stream().map(CompletableFuture::join), owner);
    assertThat(rollouts.stream().filter(one -> one != owner).map(Bench::ending))
        .allSatisfy(ending -> assertThat(ending).contains(Ending.UNTOUCHED));
    assertOwns(owner);
    owner.back();
    assertThat(service.picture()).isEqualTo(before);
  }

  private static void assertRefused(Stream<Progress> claims, Bench owner) {
    String why =
        "chat is claimed by rollout " + owner.plan().rolloutId() + ", which must end first";
    assertThat(claims.filter(Progress.Stopped.class::isInstance))
        .hasSize(MANY - 1)
        .containsOnly(new Progress.Stopped(FailureClass.LOCAL, why, false));
  }

  private static void assertOwns(Bench owner) {
    String id = owner.plan().rolloutId();
    assertThat(owner.ledger().read().state().holder().map(Holder::rollout)).contains(id);
    assertThat(marks(owner)).hasSize(4).containsOnly(id + "/forward/0");
  }

  private static Stream<String> marks(Bench service) {
    return Stream.<HasMetadata>of(
            service.route(), service.stable(), service.canary(), service.canaryService())
        .map(object -> object.getMetadata().getAnnotations())
        .map(Map::copyOf)
        .map(marks -> marks.get("claim.fleetcanary.io/chat"));
  }

  private static CompletableFuture<Progress> claims(Bench rollout, CountDownLatch all) {
    return CompletableFuture.supplyAsync(
        () -> {
          all.countDown();
          try {
            all.await();
            return untilItIsAnswered(rollout);
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** After a few conflicts an attempt fails, and Temporal makes the next one. */
  private static Progress untilItIsAnswered(Bench rollout) {
    while (true) {
      try {
        return rollout.workloads.claim(rollout.plan());
      } catch (KubernetesClientException conflict) {
        assertThat(conflict.getCode()).isEqualTo(409);
      }
    }
  }
}
