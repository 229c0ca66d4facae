package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its API server shows it: a ledger, a route, stable, a canary. After every write it
 * is looked at for what must never be.
 */
public final class SimulatedCluster {
  /** Stable's template before the rollout. */
  public static final String ORIGINAL = "original";

  /** What somebody else brings in the middle of it. */
  public static final String FOREIGN = "somebody else's";

  /** How long before it is kept nobody need have looked. */
  private static final Duration UNSEEN = Duration.ofMinutes(10);

  private final String name;
  private final Timeline timeline;
  private final Runnable changed;
  private final Set<String> flaws = new LinkedHashSet<>();
  private final Item<Ledger> ledger = new Item<>(true, Ledger.NEW, this::written);
  private final Item<Integer> route = new Item<>(true, 0, this::written);
  private final Item<String> stable = new Item<>(true, ORIGINAL, this::written);
  private final Item<Integer> canary = new Item<>(false, 0, this::written);
  private Instant reachableFrom = Instant.EPOCH;
  private Instant lastRequest = Instant.EPOCH;
  private Instant edited = Instant.MAX;
  private Instant closed = Instant.MAX;
  private final Marks marks = new Marks();
  private @Nullable ClusterPlan lastClaim;
  private boolean turned;
  private int weight;
  private int pods;
  private boolean serving;
  private String lastHolder = "";

  /**
   * As it was before.
   *
   * @param changed called after every write
   */
  public SimulatedCluster(String name, Timeline timeline, Runnable changed) {
    this.name = name;
    this.timeline = timeline;
    this.changed = changed;
  }

  public String name() {
    return name;
  }

  public Set<String> flaws() {
    return flaws;
  }

  Item<Ledger> ledger() {
    return ledger;
  }

  Item<Integer> route() {
    return route;
  }

  Item<String> stable() {
    return stable;
  }

  Item<Integer> canary() {
    return canary;
  }

  /** Its API server does not answer until then. */
  public void cutOff(Duration time) {
    Instant until = timeline.now().plus(time);
    reachableFrom = until.isAfter(reachableFrom) ? until : reachableFrom;
  }

  /** It answers again. */
  public void reconnect() {
    reachableFrom = Instant.EPOCH;
  }

  public boolean reachable() {
    return !timeline.now().isBefore(reachableFrom);
  }

  /** Somebody else brings a revision of their own in the middle of it. */
  public void edit() {
    if (forward() && reachable()) {
      edited = timeline.now();
      stable.edit(FOREIGN);
    }
  }

  /** Whether somebody did, too long before it was kept not to be seen. */
  public boolean edited() {
    return edited.isBefore(closed.minus(UNSEEN));
  }

  private boolean forward() {
    return ledger.content().state().holder().filter(it -> it.phase() == Phase.FORWARD).isPresent();
  }

  void claims(ClusterPlan plan) {
    lastClaim = plan;
  }

  /** What a ledger tells a sweep: who holds it. */
  public Optional<ClusterPlan> held() {
    return ledger
        .content()
        .state()
        .holder()
        .flatMap(it -> Optional.ofNullable(lastClaim).map(plan -> plan.claimedBy(it.rollout())));
  }

  /** On its way between the claim and serving the new revision alone. */
  public boolean inFlight() {
    return forward() && !turned && !settled();
  }

  private boolean settled() {
    int last = lastClaim == null ? 0 : lastClaim.promotionStep();
    return weight == 0 && pods == 0 && stable.claim().filter(it -> it.step() == last).isPresent();
  }

  /** Whether nobody has asked for it once more: who does, chooses the time. */
  public boolean firstAttempt() {
    return lastClaim != null && lastClaim.attempt() == 1;
  }

  /** The new revision is in stable's template. */
  public boolean promoted() {
    return !stable.content().equals(ORIGINAL) && !stable.content().equals(FOREIGN);
  }

  public boolean original() {
    return stable.content().equals(ORIGINAL);
  }

  /** Nothing of a rollout's is there, nor ever was of its last attempt. */
  public boolean untouched() {
    ClusterPlan plan = lastClaim;
    return free()
        && (plan == null || !ledger.content().state().touchedBy(Writer.back(plan.rolloutId())));
  }

  /** Nothing of a rollout's is left. */
  public boolean free() {
    return ledger.content().state().holder().isEmpty()
        && route.claim().isEmpty()
        && stable.claim().isEmpty()
        && !canary.present()
        && route.content() == 0;
  }

  private void written() {
    int weightBefore = weight;
    int podsBefore = pods;
    boolean newBefore = serving;
    look();
    rule(weight == 0 || pods > 0, "sends requests to a canary without pods");
    rule(weight == 0 || pods >= podsBefore, "takes pods from a canary that gets requests");
    rule(weight <= weightBefore || !turned, "sends more requests to a canary turned back");
    rule(weight <= allowed(), "sends more requests to the canary than its step allows");
    rule(!newBefore || !original() || weight == 0, "puts stable back before the traffic is off");
    marks.look(route.claim(), stable.claim(), canary.claim());
    rule(marks.inOrder(), "goes forward where it has gone back, or to an earlier step");
    if (weightBefore > 0 && weight == 0) {
      lastRequest = timeline.now();
    }
    drained();
    changed.run();
  }

  private void look() {
    Optional<Holder> holder = ledger.content().state().holder();
    weight = route.content();
    pods = canary.present() ? canary.content() : 0;
    serving = promoted();
    boolean back = route.claim().filter(it -> it.direction() == Direction.BACK).isPresent();
    String now = holder.map(Holder::rollout).orElse("");
    boolean another = !now.isEmpty() && !now.equals(lastHolder);
    lastHolder = now.isEmpty() ? lastHolder : now;
    turned = back || (turned && !another);
    boolean kept = holder.filter(it -> it.phase() == Phase.CLOSED).isPresent();
    closed = kept && closed.equals(Instant.MAX) ? timeline.now() : closed;
  }

  /** By the step that the route's mark names. */
  private int allowed() {
    ClusterPlan plan = lastClaim;
    return plan == null
        ? 0
        : route
            .claim()
            .filter(it -> it.direction() == Direction.FORWARD)
            .flatMap(it -> plan.weightAt(it.step()))
            .map(TrafficWeight::percent)
            .orElse(0);
  }

  /** Requests are answered before their pods go. */
  private void drained() {
    ClusterPlan plan = lastClaim;
    if (plan == null || pods > 0 || lastRequest.equals(Instant.EPOCH)) {
      return;
    }
    Instant earliest = lastRequest.plus(plan.rules().drain());
    rule(!timeline.now().isBefore(earliest), "takes pods away while they still answer");
    lastRequest = Instant.EPOCH;
  }

  private void rule(boolean holds, String otherwise) {
    if (!holds) {
      flaws.add(name + " " + otherwise + " at " + timeline.now() + ": " + this);
    }
  }

  @Override
  public String toString() {
    return "ledger %s, route %s, stable %s, canary %s".formatted(ledger, route, stable, canary);
  }
}
