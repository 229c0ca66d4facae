package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.LedgerState;

/**
 * What a cluster's ledger says.
 *
 * @param original stable's template before the rollout; empty while nobody holds it
 * @param written what promotion writes there; empty before that
 */
record Ledger(LedgerState state, String original, String written) {
  static final Ledger NEW = new Ledger(LedgerState.NEW, "", "");

  Ledger in(LedgerState next) {
    return next.holder().isEmpty() ? new Ledger(next, "", "") : new Ledger(next, original, written);
  }

  Ledger recording(String template) {
    return new Ledger(state, template, "");
  }

  Ledger writing(String template) {
    return new Ledger(state, original, template);
  }

  /** Whether a template is neither how it was nor what we wrote. */
  boolean foreign(String template) {
    return !original.isEmpty() && !template.equals(original) && !template.equals(written);
  }

  @Override
  public String toString() {
    return state.holder().map(it -> it.rollout() + " " + it.phase()).orElse("free");
  }
}
