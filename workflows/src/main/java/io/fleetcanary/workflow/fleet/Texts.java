package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import java.util.Locale;

/** Words for people. */
final class Texts {
  private Texts() {}

  /** {@code fleet}, as the spec writes it. */
  static String scope(RolloutPlan plan) {
    return plan.failure().scope().name().toLowerCase(Locale.ROOT);
  }
}
