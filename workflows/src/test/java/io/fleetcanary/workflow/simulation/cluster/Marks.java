package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Claim.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The marks that a cluster's objects have carried: a rollout's only move one way. */
final class Marks {
  private final List<Map<String, Claim>> last = new ArrayList<>();
  private boolean inOrder = true;

  /** Always the same objects. */
  @SafeVarargs
  final void look(Optional<Claim>... marks) {
    for (int i = 0; i < marks.length; i++) {
      if (last.size() == i) {
        last.add(new TreeMap<>());
      }
      Map<String, Claim> before = last.get(i);
      marks[i].ifPresent(now -> look(before, now));
    }
  }

  private void look(Map<String, Claim> before, Claim now) {
    Claim known = before.put(now.rollout(), now);
    if (known == null) {
      return;
    }
    boolean returned = known.direction() == Direction.BACK && now.direction() == Direction.FORWARD;
    boolean sameWay = known.direction() == now.direction();
    inOrder = inOrder && !returned && (!sameWay || now.step() >= known.step());
  }

  boolean inOrder() {
    return inOrder;
  }
}
