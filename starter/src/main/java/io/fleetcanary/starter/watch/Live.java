package io.fleetcanary.starter.watch;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.screen.Frame;
import io.fleetcanary.starter.screen.Seen;
import io.fleetcanary.starter.screen.Style;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Shows a rollout on a terminal and does what keys say, until it ends or somebody has enough. */
final class Live {
  /** Redraws at most five times a second. */
  private static final Duration BETWEEN_FRAMES = Duration.ofMillis(200);

  private final RolloutName name;
  private final Rollouts rollouts;
  private final Keyboard keyboard;
  private final Style style;
  private final AtomicReference<Optional<String>> answer = new AtomicReference<>(Optional.empty());

  Live(RolloutName name, Rollouts rollouts, Keyboard keyboard, Style style) {
    this.name = name;
    this.rollouts = rollouts;
    this.keyboard = keyboard;
    this.style = style;
  }

  /** How it ended; empty when the person left before. */
  Optional<FleetStatus> run(Glass glass, Looking looking, Clock clock) {
    long drawn = System.nanoTime() - BETWEEN_FRAMES.toNanos();
    while (!keyboard.quit() && !glass.interrupted()) {
      Seen seen = looking.latest();
      if (seen.status().phase().ended()) {
        return Optional.of(seen.status());
      }
      answer.getAndSet(Optional.empty()).ifPresent(keyboard::answered);
      long left = BETWEEN_FRAMES.toNanos() - (System.nanoTime() - drawn);
      if (left <= 0) {
        Frame frame = new Frame(style, glass.size(), clock.instant());
        glass.show(frame.lines(seen, keyboard.beside()));
        drawn = System.nanoTime();
      }
      int key = glass.key(Math.max(1, Duration.ofNanos(left).toMillis()));
      if (key >= 0) {
        keyboard.press(key, seen.status()).ifPresent(this::send);
      }
    }
    return Optional.empty();
  }

  private void send(Order order) {
    Thread.ofVirtual().name("sending").start(() -> answer.set(Optional.of(sent(order))));
  }

  private String sent(Order order) {
    try {
      return order.message().equals("abort")
          ? rollouts.abort(name, order.fields())
          : rollouts.tell(name, order.message(), order.fields());
    } catch (CommandException refused) {
      return order.message() + ": " + refused.getMessage();
    }
  }
}
