package io.fleetcanary.starter.watch;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.screen.Beside;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What keys mean. Nothing is sent before it was confirmed, and what is sent names what was shown.
 *
 * <pre>
 * idle ▶ a, r, p, x ▶ asked ▶ y ▶ sent
 *                    └▶ any other key ▶ idle
 * </pre>
 */
final class Keyboard {
  private final String by;
  private @Nullable Order asked;
  private boolean figures;
  private boolean quit;
  private String message = "";
  private String gate = "";

  /**
   * Sends in somebody's name.
   *
   * @param by whose
   */
  Keyboard(String by) {
    this.by = by;
  }

  /** What is to be sent now, if anything. */
  Optional<Order> press(int key, FleetStatus shown) {
    Order question = asked;
    asked = null;
    message = "";
    if (question != null) {
      return answer(key, question);
    }
    switch (Character.toLowerCase(key)) {
      case 'a' -> approve(shown);
      case 'r' -> decide("reject", "refuse %s: what the spec's scope covers goes back", shown);
      case 'p' -> ask(pause(shown));
      case 'x' -> ask(abort(shown));
      case 'n' -> gate = beside().next(shown);
      case 'w' -> figures = !figures;
      case 'q' -> quit = true;
      default -> message = "";
    }
    return Optional.empty();
  }

  boolean quit() {
    return quit;
  }

  Beside beside() {
    return new Beside(figures, message, gate);
  }

  /** What came of an order. */
  void answered(String sentence) {
    message = sentence;
  }

  private Optional<Order> answer(int key, Order question) {
    boolean confirmed = Character.toLowerCase(key) == 'y';
    message = confirmed ? question.message() + " sent ..." : "nothing was sent";
    return confirmed ? Optional.of(question) : Optional.empty();
  }

  private void ask(Order order) {
    asked = order;
    message = Beside.YES_OR_NO + order.effect();
  }

  /** No key of a screen can sign: there the command is told. */
  private void approve(FleetStatus shown) {
    beside()
        .question(shown)
        .filter(Waiting::signed)
        .ifPresentOrElse(
            asks -> message = toSign(asks, shown), () -> decide("approve", "go on past %s", shown));
  }

  private static String toSign(Waiting asks, FleetStatus shown) {
    return "to go on past %s must be signed: fleetcanary approve %s/%s --gate %s --digest %s%s"
        .formatted(
            asks.gate(),
            shown.namespace(),
            shown.service(),
            asks.gate(),
            shown.digest(),
            asks.key());
  }

  private void decide(String answer, String effect, FleetStatus shown) {
    beside()
        .question(shown)
        .ifPresentOrElse(
            asks -> {
              SortedMap<String, String> fields = fields();
              fields.put("gate", asks.gate());
              fields.put("digest", shown.digest());
              ask(new Order(answer, fields, effect.formatted(asks.gate()) + ", as " + by + "?"));
            },
            () -> message = "nothing waits for a person");
  }

  private Order pause(FleetStatus shown) {
    return shown.phase() == FleetPhase.PAUSED
        ? new Order("resume", fields(), "go on, as " + by + "?")
        : new Order("pause", fields(), "stop before the next change, as " + by + "?");
  }

  private Order abort(FleetStatus shown) {
    long touched =
        shown.waves().stream()
            .flatMap(wave -> wave.clusters().stream())
            .filter(cluster -> cluster.phase().forward() && cluster.phase() != ClusterPhase.QUEUED)
            .count();
    String what =
        touched == 0
            ? "end it, nothing was touched"
            : "take " + Words.count((int) touched, "cluster") + " back, traffic first";
    return new Order("abort", fields(), what + ", as " + by + "?");
  }

  private SortedMap<String, String> fields() {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("by", by);
    return fields;
  }
}
