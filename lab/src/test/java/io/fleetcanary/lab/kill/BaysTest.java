package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.kill.Bays.Pieces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BaysTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Pieces<String> pieces = new Pieces<>(List.of("one", "two"));
  private final AtomicReference<Thread> other = new AtomicReference<>();

  @Test
  void doWhatThereIsInItsOrder() {
    assertThat(pieces.next()).contains("one");
    assertThat(pieces.next()).contains("two");
    pieces.done();
    pieces.done();

    assertThat(pieces.next()).isEmpty();
  }

  @Test
  void waitForWhatMayStillComeOfAPiece() {
    pieces.next();
    pieces.next();
    CompletableFuture<Optional<String>> next = other();

    pieces.add("two, again");

    assertThat(next).succeedsWithin(SOON).isEqualTo(Optional.of("two, again"));
  }

  @Test
  void endWhenNothingCameOfTheLastPiece() {
    pieces.next();
    pieces.done();
    pieces.next();
    CompletableFuture<Optional<String>> next = other();

    pieces.done();

    assertThat(next).succeedsWithin(SOON).isEqualTo(Optional.empty());
  }

  /** Another one who looks for work, and waits. */
  private CompletableFuture<Optional<String>> other() {
    CompletableFuture<Optional<String>> next =
        CompletableFuture.supplyAsync(
            pieces::next,
            task -> {
              other.set(Thread.ofPlatform().daemon().unstarted(task));
              other.get().start();
            });
    Eventually.within(
        SOON, () -> assertThat(other.get().getState()).isEqualTo(Thread.State.WAITING));
    return next;
  }
}
