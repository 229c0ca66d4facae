package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What objects show of the evidence for a step (I8): between the weight and whatever comes after it
 * its bake has passed, and requests return to stable only once all of its pods had the revision.
 */
final class Evidence {
  /** We may hear of the weight late, on a busy machine by so much. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private final Intent intent;
  private final ClusterHistory cluster;

  /** The last weight of each rollout, or attempt, that nothing has followed yet. */
  private final SortedMap<String, Shift> open = new TreeMap<>();

  private final List<Violation> violations = new ArrayList<>();

  private Evidence(Intent intent, ClusterHistory cluster) {
    this.intent = intent;
    this.cluster = cluster;
  }

  static Stream<Violation> check(History history, Intent intent) {
    return history.clusters().values().stream()
        .flatMap(cluster -> new Evidence(intent, cluster).violations().stream());
  }

  private List<Violation> violations() {
    cluster.written().forEach(this::look);
    return violations;
  }

  private void look(Moment moment) {
    Optional<Claim> is = Marks.of(moment.is(), intent);
    if (Marks.forward(is)) {
      Claim claim = is.orElseThrow();
      Shift last = open.get(claim.rollout());
      if (last != null && claim.step() > last.watch()) {
        open.remove(claim.rollout());
        baked(moment, last);
      }
      if (moment.of(Kind.ROUTE)) {
        shifted(moment, claim);
      }
    }
  }

  private void shifted(Moment moment, Claim claim) {
    if (claim.step() >= intent.settling(moment.cluster())) {
      promoted(moment);
    } else if (Intent.step(claim.step()) > 0 && !ahead(moment)) {
      open.putIfAbsent(claim.rollout(), new Shift(claim.step(), moment.entry().heard()));
    }
  }

  /** Whether stable is the same as its canary, which no bake can compare: a person decides then. */
  private boolean ahead(Moment moment) {
    Optional<JsonNode> stable = moment.before().get(intent.stable()).map(Pods::spec);
    return stable.isPresent()
        && stable.equals(moment.before().get(intent.canary()).map(Pods::spec));
  }

  private void baked(Moment moment, Shift last) {
    Duration bake = intent.steps(moment.cluster()).get(Intent.step(last.instruction()) - 1).bake();
    Duration lasted = Duration.between(last.heard(), moment.entry().heard());
    if (lasted.plus(LATE).compareTo(bake) < 0) {
      add(moment, "the bake before it must last %s, got %s".formatted(bake, lasted));
    }
  }

  private void promoted(Moment moment) {
    Optional<JsonNode> stable = moment.before().get(intent.stable());
    int wanted = Pods.wanted(stable);
    long most =
        stable
            .map(
                now ->
                    cluster
                        .since(intent.stable(), moment)
                        .mapToLong(world -> Pods.readyNow(world, now))
                        .max()
                        .orElse(0))
            .orElse(0L);
    if (most < wanted) {
      add(
          moment,
          "stable's %d pods must have had the revision, and been ready, got %d"
              .formatted(wanted, most));
    }
  }

  private void add(Moment moment, String what) {
    violations.add(Violation.at(moment, Invariant.I8, what));
  }

  /** A weight that was written, by its instruction's number. */
  private record Shift(int instruction, Instant heard) {
    /** The next instruction only watches; the canary may follow stable's size meanwhile. */
    int watch() {
      return instruction + 1;
    }
  }
}
