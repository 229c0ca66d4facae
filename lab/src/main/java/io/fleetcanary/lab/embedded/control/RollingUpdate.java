package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the replica sets of a deployment may move at once, by the rules of Kubernetes.
 *
 * @param wanted pods the deployment asks for
 * @param surge pods that may exist on top of them
 * @param unavailable pods that may be missing from them
 */
record RollingUpdate(int wanted, int surge, int unavailable) {
  private static final IntOrString QUARTER = new IntOrString("25%");

  /** A replica set: its present size, and how many of its pods are available. */
  record Group(int size, int available) {}

  /** The sizes that the replica sets may have now, the newest's first. */
  record Sizes(int newest, List<Integer> olds) {
    Sizes {
      olds = List.copyOf(olds);
    }
  }

  /** Of a deployment. One that recreates its pods is one that may miss all of them. */
  static RollingUpdate of(Deployment deployment) {
    int wanted = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
    if (deployment.getSpec().getStrategy() != null
        && "Recreate".equals(deployment.getSpec().getStrategy().getType())) {
      return new RollingUpdate(wanted, 0, wanted);
    }
    Optional<RollingUpdateDeployment> rules =
        Optional.ofNullable(deployment.getSpec().getStrategy())
            .map(strategy -> strategy.getRollingUpdate());
    int surge =
        count(rules.map(RollingUpdateDeployment::getMaxSurge).orElse(QUARTER), wanted, true);
    int missing =
        count(rules.map(RollingUpdateDeployment::getMaxUnavailable).orElse(QUARTER), wanted, false);
    return new RollingUpdate(wanted, surge, surge + missing == 0 ? 1 : missing);
  }

  /** Grows the newest as far as the surge allows, else shrinks the old ones, sick pods first. */
  Sizes next(Group newest, List<Group> olds) {
    int total = newest.size() + olds.stream().mapToInt(Group::size).sum();
    int grown = Math.min(wanted, newest.size() + Math.max(0, wanted + surge - total));
    List<Integer> sizes = new ArrayList<>(olds.stream().map(Group::size).toList());
    if (grown <= newest.size()) {
      shrink(newest, olds, sizes);
    }
    return new Sizes(grown, sizes);
  }

  private void shrink(Group newest, List<Group> olds, List<Integer> sizes) {
    int leastAvailable = wanted - unavailable;
    int total = newest.size() + olds.stream().mapToInt(Group::size).sum();
    int sick = Math.max(0, total - leastAvailable - (newest.size() - newest.available()));
    for (int i = 0; i < olds.size(); i++) {
      int less = Math.min(sick, olds.get(i).size() - olds.get(i).available());
      sizes.set(i, sizes.get(i) - less);
      sick -= less;
    }
    int available = newest.available() + olds.stream().mapToInt(Group::available).sum();
    int spare = Math.max(0, Math.min(sick, available - leastAvailable));
    for (int i = 0; i < olds.size(); i++) {
      int less = Math.min(spare, sizes.get(i));
      sizes.set(i, sizes.get(i) - less);
      spare -= less;
    }
  }

  private static int count(IntOrString rule, int wanted, boolean roundUp) {
    if (rule.getIntVal() != null) {
      return rule.getIntVal();
    }
    double exact = Integer.parseInt(rule.getStrVal().replace("%", "")) * wanted / 100.0;
    return (int) (roundUp ? Math.ceil(exact) : Math.floor(exact));
  }
}
