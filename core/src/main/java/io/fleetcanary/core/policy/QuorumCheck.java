package io.fleetcanary.core.policy;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.policy.Policy.Demand;
import io.fleetcanary.core.policy.PolicyCheck.Quorums;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.RolloutSpec.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose consent each gate of a rollout needs, and whether there are such people. */
final class QuorumCheck {
  private final Policy policy;
  private final RolloutSpec spec;
  private final List<SelectedWave> waves;
  private final List<Problem> problems;

  QuorumCheck(Policy policy, RolloutSpec spec, List<SelectedWave> waves, List<Problem> problems) {
    this.policy = policy;
    this.spec = spec;
    this.waves = waves;
    this.problems = problems;
  }

  Quorums quorums() {
    checkAsker();
    checkFirst();
    List<Quorum> gates = new ArrayList<>();
    for (int wave = 0; wave < waves.size(); wave++) {
      gates.add(gate(wave));
    }
    return new Quorums(gates, holds());
  }

  private String asker() {
    return policy.selfApproval() ? "" : requireNonNullElse(spec.by(), "");
  }

  private void checkAsker() {
    boolean asks = waves.stream().anyMatch(wave -> wave.wave().approval() != null);
    boolean known = !policy.people().isEmpty();
    if (policy.selfApproval()) {
      return;
    }
    if (spec.by() == null && (asks || known)) {
      refuse("by", "must say who asks, who may not consent by the policy", "write your name");
    } else if (known && !policy.people().containsKey(spec.by())) {
      refuse(
          "by",
          "must be one of the people whom the policy knows, got \"" + spec.by() + "\"",
          "write your name as it is there");
    }
  }

  /** There is no gate before the first wave. */
  private void checkFirst() {
    waves.getFirst().clusters().stream()
        .filter(cluster -> demands(cluster).findAny().isPresent())
        .findFirst()
        .ifPresent(
            cluster ->
                refuse(
                    "waves[0]",
                    "must have no cluster that needs an approval by the policy, got "
                        + cluster.name(),
                    "put a wave with other clusters, and an approval, before it"));
  }

  /** Of the gate after a wave, which is the one before the next. */
  private Quorum gate(int wave) {
    Approval approval = waves.get(wave).wave().approval();
    String path = "waves[" + wave + "].approval";
    Optional<Demand> demand = demandAfter(wave);
    int count = approval == null ? 0 : requireNonNullElse(approval.count(), 1);
    if (demand.filter(it -> it.count() > count).isPresent()) {
      Demand more = demand.get();
      refuse(
          path,
          "must be of at least %d by the policy for %s, got %d"
              .formatted(more.count(), more.shown(), count),
          "write count: " + more.count());
    }
    if (approval == null) {
      return Quorum.ANYBODY;
    }
    Identity identity =
        requireNonNullElse(approval.identity(), Identity.CLAIMED)
            .or(demand.map(Demand::identity).orElse(Identity.CLAIMED));
    Quorum quorum = new Quorum(count, identity, policy.members(approval.by()), asker());
    checkPeople(quorum, approval.by(), path);
    return quorum;
  }

  private Optional<Demand> demandAfter(int wave) {
    return wave + 1 < waves.size()
        ? waves.get(wave + 1).clusters().stream().flatMap(this::demands).reduce(Demand::and)
        : Optional.empty();
  }

  private void checkPeople(Quorum quorum, List<String> by, String path) {
    if (policy.people().isEmpty()) {
      if (quorum.identity() == Identity.VERIFIED) {
        refuse(
            path + ".identity",
            "must be claimed where the worker's policy knows no people, got \"verified\"",
            "have their keys written into the policy");
      }
      return;
    }
    by.stream()
        .filter(name -> policy.members(List.of(name)).isEmpty())
        .findFirst()
        .ifPresent(
            name ->
                refuse(
                    path + ".by",
                    "must be people or groups that the policy knows, got \"" + name + "\"",
                    "name others"));
    long able = quorum.people().stream().filter(person -> able(quorum, person)).count();
    if (able < quorum.count()) {
      String what = quorum.identity() == Identity.VERIFIED ? " with keys" : "";
      refuse(
          path + ".by",
          "must leave %d people%s who may approve, got %d".formatted(quorum.count(), what, able),
          "name another group");
    }
  }

  private static boolean able(Quorum quorum, Approver person) {
    return !person.name().equals(quorum.asker())
        && (quorum.identity() == Identity.CLAIMED || !person.keys().isEmpty());
  }

  /** Anybody whom the policy knows, as surely as the strictest cluster wants it. */
  private Quorum holds() {
    Identity identity =
        waves.stream()
            .flatMap(wave -> wave.clusters().stream())
            .flatMap(this::demands)
            .map(Demand::identity)
            .reduce(Identity.CLAIMED, Identity::or);
    return new Quorum(1, identity, policy.members(List.copyOf(policy.people().keySet())), asker());
  }

  private Stream<Demand> demands(KnownCluster cluster) {
    return policy.demands().stream().filter(demand -> demand.of(cluster.labels()));
  }

  private void refuse(String path, String rule, String fix) {
    problems.add(new Problem(path, rule, fix));
  }
}
