package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its API server shows it: a ledger, a route, stable, a canary. After every write it is
 * looked at for what must never be.
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
  private @Nullable ClusterPlan lastClaim;
  private boolean turned;
  private int weight;
  private int pods;
  private String holder = "";

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
    return ledger
        .content()
        .state()
        .holder()
        .filter(it -> it.phase() == Phase.FORWARD)
        .isPresent();
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

  /** The new revision is in stable's template. */
  public boolean promoted() {
    return !stable.content().equals(ORIGINAL) && !stable.content().equals(FOREIGN);
  }

  public boolean original() {
    return stable.content().equals(ORIGINAL);
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
    int before = weight;
    weight = route.content();
    pods = canary.present() ? canary.content() : 0;
    boolean back = route.claim().filter(it -> it.direction() == Direction.BACK).isPresent();
    String now = ledger.content().state().holder().map(it -> it.rollout()).orElse("");
    boolean another = !now.isEmpty() && !now.equals(holder);
    holder = now.isEmpty() ? holder : now;
    turned = back || (turned && !another);
    rule(weight == 0 || pods > 0, "sends requests to a canary without pods");
    rule(weight <= before || !turned, "sends more requests to a canary that was turned back");
    rule(weight <= before || !now.isEmpty(), "sends requests to a canary that nobody claims");
    rule(stable.claim().isPresent() || !promoting() || free(), "promotes unclaimed");
    boolean kept = ledger.content().state().holder().filter(it -> it.phase() == Phase.CLOSED).isPresent();
    closed = kept && closed.equals(Instant.MAX) ? timeline.now() : closed;
    if (before > 0 && weight == 0) {
      lastRequest = timeline.now();
    }
    drained();
    changed.run();
  }

  private boolean promoting() {
    return promoted() && !ledger.content().written().isEmpty() && weight > 0;
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
