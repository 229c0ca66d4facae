package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.LedgerState;

/**
 * What a cluster's ledger says.
 *
 * @param original stable's template before the rollout; empty while nobody holds it
 * @param written what promotion writes there; empty before that
 * @param left what the last way back could not put back
 */
record Ledger(LedgerState state, String original, String written, String left) {
  static final Ledger NEW = new Ledger(LedgerState.NEW, "", "", "");

  Ledger in(LedgerState next) {
    return next.holder().isEmpty()
        ? new Ledger(next, "", "", left)
        : new Ledger(next, original, written, left);
  }

  Ledger recording(String template) {
    return new Ledger(state, template, "", left);
  }

  Ledger writing(String template) {
    return new Ledger(state, original, template, left);
  }

  Ledger leaving(String what) {
    return new Ledger(state, original, written, what);
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
