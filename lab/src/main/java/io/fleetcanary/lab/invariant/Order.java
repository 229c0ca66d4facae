package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.lab.invariant.Intent.Wave;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.Pods;
import io.fleetcanary.lab.invariant.history.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which cluster may be claimed when: those of all waves before have been promoted or turned back
 * (I4), their gates approved (I7), and there is room among those of its own (I5).
 */
final class Order {
  /** Of two clusters we may hear in the wrong order, on a busy machine by so much. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private final History history;
  private final Intent intent;

  private Order(History history, Intent intent) {
    this.history = history;
    this.intent = intent;
  }

  static Stream<Violation> check(History history, Intent intent) {
    Order order = new Order(history, intent);
    return history.clusters().values().stream()
        .flatMap(ClusterHistory::written)
        .filter(order::claims)
        .flatMap(order::at);
  }

  /** Whether a rollout claims a cluster here. */
  private boolean claims(Moment moment) {
    if (!moment.object().equals(intent.ledger())) {
      return false;
    }
    LedgerSeen was = LedgerSeen.of(moment.was());
    LedgerSeen is = LedgerSeen.of(moment.is());
    return is.forward() && was.free();
  }

  private Stream<Violation> at(Moment claim) {
    int place = intent.place(claim.cluster());
    return place < 0
        ? Stream.of(Violation.at(claim, Invariant.I4, "nobody asked for this cluster"))
        : Stream.of(earlier(claim, place), room(claim, place), approved(claim, place))
            .flatMap(Optional::stream);
  }

  private Optional<Violation> earlier(Moment claim, int place) {
    List<String> missing =
        intent.waves().subList(0, place).stream()
            .flatMap(wave -> wave.clusters().stream())
            .filter(cluster -> !done(cluster, claim))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Violation.at(
                claim,
                Invariant.I4,
                "wave %s must not begin before %s are done"
                    .formatted(intent.waves().get(place).name(), missing)));
  }

  private Optional<Violation> room(Moment claim, int place) {
    Wave wave = intent.waves().get(place);
    List<String> atWork =
        wave.clusters().stream()
            .filter(cluster -> !cluster.equals(claim.cluster()))
            .filter(cluster -> claimed(cluster, claim))
            .filter(cluster -> !done(cluster, claim))
            .toList();
    return atWork.size() < wave.parallel()
        ? Optional.empty()
        : Optional.of(
            Violation.at(
                claim,
                Invariant.I5,
                "at most %d clusters of wave %s may be at work, got %s beside it"
                    .formatted(wave.parallel(), wave.name(), atWork)));
  }

  private Optional<Violation> approved(Moment claim, int place) {
    return intent.waves().subList(0, place).stream()
        .filter(Wave::approval)
        .filter(wave -> !approved(wave, claim.entry().heard()))
        .findFirst()
        .map(
            wave ->
                Violation.at(
                    claim, Invariant.I7, "gate " + wave.name() + " must be approved before"));
  }

  private boolean approved(Wave wave, Instant when) {
    return history.approvals().stream()
        .anyMatch(approval -> approval.gate().equals(wave.name()) && !approval.at().isAfter(when));
  }

  private boolean claimed(String cluster, Moment by) {
    return until(cluster, by.entry().heard()).anyMatch(this::claims);
  }

  /** Whether a cluster was promoted, or turned back, when another one was claimed. */
  private boolean done(String cluster, Moment by) {
    String rollout = Marks.rollout(LedgerSeen.of(by.is()).rollout());
    long attempts = until(cluster, by.entry().heard()).filter(this::claims).count();
    return until(cluster, by.entry().heard().plus(LATE))
        .dropWhile(skipping(attempts))
        .anyMatch(
            moment -> promoted(moment) || turned(moment.after()) || ended(moment.after(), rollout));
  }

  /** Only the last attempt counts: one that is made again is at work again. */
  private Predicate<Moment> skipping(long attempts) {
    AtomicLong left = new AtomicLong(attempts);
    return moment -> left.get() > 0 && !(claims(moment) && left.decrementAndGet() == 0);
  }

  private Stream<Moment> until(String cluster, Instant when) {
    return Optional.ofNullable(history.clusters().get(cluster)).stream()
        .flatMap(it -> it.moments().stream())
        .filter(moment -> !moment.entry().heard().isAfter(when));
  }

  /** The last write before probation. */
  private boolean promoted(Moment moment) {
    Optional<JsonNode> canary = moment.is();
    Optional<Claim> claim = Marks.of(canary, intent);
    return moment.object().equals(intent.canary())
        && Marks.forward(claim)
        && claim.orElseThrow().step() >= intent.settling(moment.cluster())
        && Pods.wanted(canary) == 0;
  }

  private boolean turned(World world) {
    return LedgerSeen.in(world, intent).back()
        || Marks.in(world, intent).values().stream()
            .anyMatch(claim -> Marks.back(Optional.of(claim)));
  }

  private boolean ended(World world, String rollout) {
    return LedgerSeen.in(world, intent).remembersAttempt(rollout);
  }
}
