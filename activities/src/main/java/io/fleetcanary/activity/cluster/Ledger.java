package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.core.fleet.ScalerRef;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose a service's objects are in one cluster, and how they were before.
 *
 * @param originals present while it is held
 * @param written the pod template that promotion writes, recorded before it does; or what the API
 *     server made of it, where that differs
 * @param bad the revisions that failed here, whoever holds it
 * @param left what the last rollout that went back here could not put back, whoever holds it
 */
public record Ledger(
    LedgerState state,
    Optional<Originals> originals,
    Optional<PodTemplateSpec> written,
    BadRevisions bad,
    Left left) {
  public static final Ledger NEW = free(LedgerState.NEW, BadRevisions.NONE, Left.NOTHING);

  /** One that is not as it was written: what it would say is lost to us. */
  public static final Ledger UNREADABLE =
      free(LedgerState.UNREADABLE, BadRevisions.NONE, Left.NOTHING);

  private static Ledger free(LedgerState state, BadRevisions bad, Left left) {
    return new Ledger(state, Optional.empty(), Optional.empty(), bad, left);
  }

  /**
   * How everything was before.
   *
   * @throws IllegalStateException if the ledger is free
   */
  public Originals before() {
    return originals.orElseThrow(() -> new IllegalStateException("a free ledger knows nothing"));
  }

  /** As the state says; what was recorded goes with the holder. */
  Ledger in(LedgerState next) {
    return next.holder().isPresent()
        ? new Ledger(next, originals, written, bad, left)
        : free(next, bad, left);
  }

  /** The same, remembering what promotion writes. */
  public Ledger writing(PodTemplateSpec template) {
    return new Ledger(state, originals, Optional.of(template), bad, left);
  }

  /** The same, remembering how everything is. */
  public Ledger recording(Originals now) {
    return new Ledger(state, Optional.of(now), Optional.empty(), bad, left);
  }

  /** The same, knowing other revisions that failed here. */
  public Ledger knowing(BadRevisions failed) {
    return new Ledger(state, originals, written, failed, left);
  }

  /** The same, knowing what this rollout leaves. */
  public Ledger leaving(Left other) {
    return new Ledger(state, originals, written, bad, other);
  }

  /** What this rollout has left; empty where it put everything back, or another came after it. */
  public String leftBy(String rollout) {
    return left.rollout().equals(rollout) ? left.what() : "";
  }

  /**
   * What a way back could not put back, because somebody else had changed it. A run of it that
   * begins anew when it is over has nothing else to know it from.
   *
   * @param what in words; empty where it put everything back
   */
  public record Left(String rollout, String what) {
    static final Left NOTHING = new Left("", "");

    public Left {
      rollout = Objects.requireNonNullElse(rollout, "");
      what = Objects.requireNonNullElse(what, "");
    }
  }

  /**
   * How everything was before the rollout.
   *
   * @param workload stable's name
   * @param replicas of stable
   * @param template of stable's pods
   * @param routes the spec of each route, by its name
   * @param floor of its autoscaler, if it has one
   */
  public record Originals(
      String workload,
      int replicas,
      PodTemplateSpec template,
      SortedMap<String, Map<String, Object>> routes,
      Optional<Floor> floor) {
    public Originals {
      routes = new TreeMap<>(routes);
    }

    /** Of a workload that nothing scales. */
    public Originals(
        String workload,
        int replicas,
        PodTemplateSpec template,
        SortedMap<String, Map<String, Object>> routes) {
      this(workload, replicas, template, routes, Optional.empty());
    }

    /** How this route was; empty when nobody recorded it. */
    public Optional<Map<String, Object>> route(String name) {
      return Optional.ofNullable(routes.get(name));
    }
  }

  /**
   * How few pods an autoscaler leaves.
   *
   * @param before what it said; empty where it said nothing
   * @param raised what it says while the rollout is at work, never less
   */
  public record Floor(ScalerRef scaler, Optional<Integer> before, int raised) {
    /** Whether anything is to be written at all. */
    public boolean raises() {
      return before.filter(least -> least == raised).isEmpty();
    }
  }

  /** The floor of the autoscaler, while somebody knows it. */
  public Optional<Floor> floor() {
    return originals.flatMap(Originals::floor);
  }
}
