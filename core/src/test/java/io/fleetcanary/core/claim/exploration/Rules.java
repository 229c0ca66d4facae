package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.Writer;
import java.util.Optional;

/** The decision code under test, one call per item. Variants leave out one rule. */
interface Rules {
  Rules REAL =
      new Rules() {
        @Override
        public Decision<LedgerState> decide(
            Item item, Writer writer, LedgerState ledger, boolean recorded) {
          return switch (item) {
            case CLAIM_LEDGER -> LedgerRules.claim(writer, ledger);
            case BAR_LEDGER, DECLINE -> LedgerRules.bar(writer, ledger);
            case RECORD -> LedgerRules.record(writer, ledger, recorded);
            case CLOSE_LEDGER -> LedgerRules.close(writer, ledger);
            case TURN_LEDGER -> LedgerRules.turn(writer, ledger);
            case FREE_LEDGER -> LedgerRules.free(writer, ledger);
            case TAKE_LEDGER -> LedgerRules.take(writer, ledger);
            default -> throw new IllegalStateException(item + " is not about the ledger");
          };
        }

        @Override
        public Decision<Optional<Claim>> decide(
            Item item, Writer writer, Seen seen, LedgerState ledger) {
          return switch (item) {
            case CLEAR_CANARY -> ObjectRules.clear(writer, seen, ledger);
            case CREATE_CANARY -> ObjectRules.create(writer, seen, ledger);
            case STRAY_CANARY -> ObjectRules.stray(writer, seen, ledger);
            case SWEEP_CANARY -> ObjectRules.sweep(seen, ledger);
            case CLAIM_ROUTE, CLAIM_SCALER, CLAIM_WORKLOAD ->
                ObjectRules.claim(writer, seen, ledger);
            case TURN_CANARY -> ObjectRules.turnOwn(writer, seen, ledger);
            case TURN_ROUTE, TURN_WORKLOAD, TURN_SCALER -> ObjectRules.turn(writer, seen, ledger);
            case DRAIN_CANARY -> ObjectRules.empty(writer, seen, ledger);
            case RESTORE -> ObjectRules.restore(writer, seen, ledger);
            case RELEASE_ROUTE, RELEASE_WORKLOAD, RELEASE_SCALER, REMOVE_CANARY ->
                ObjectRules.release(writer, seen, ledger);
            default -> ObjectRules.forward(writer, item.step, seen, ledger);
          };
        }
      };

  /** Whether programs run without this item. */
  default boolean leavesOut(Item item) {
    return false;
  }

  /** The program that runs in place of this one. */
  default Program program(Program program) {
    return program;
  }

  /** Whether a rollout that found nothing to claim must go back all the same. */
  default boolean touched(Writer writer, LedgerState ledger) {
    return ledger.touchedBy(writer);
  }

  Decision<LedgerState> decide(Item item, Writer writer, LedgerState ledger, boolean recorded);

  Decision<Optional<Claim>> decide(Item item, Writer writer, Seen seen, LedgerState ledger);
}
