package io.fleetcanary.core.status;

/** Where a rollout is. The last seven are its endings, named as in Temporal's failure type. */
public enum FleetPhase {
  PLANNING,
  RELEASING,
  BAKING,
  WAITING_FOR_APPROVAL,
  HOLDING,
  PAUSED,
  RETURNING,
  PROMOTED,
  ROLLED_BACK,
  ABORTED,
  REJECTED,
  PARTLY_PROMOTED,
  HANDED_OVER,
  REFUSED;

  public boolean ended() {
    return compareTo(PROMOTED) >= 0;
  }

  /** The type of the failure that closes the workflow, e.g. {@code RolledBack}. */
  public String failureType() {
    return switch (this) {
      case ROLLED_BACK -> "RolledBack";
      case ABORTED -> "Aborted";
      case REJECTED -> "Rejected";
      case PARTLY_PROMOTED -> "PartlyPromoted";
      case HANDED_OVER -> "HandedOver";
      case REFUSED -> "Refused";
      case PLANNING,
          RELEASING,
          BAKING,
          WAITING_FOR_APPROVAL,
          HOLDING,
          PAUSED,
          RETURNING,
          PROMOTED ->
          throw new IllegalStateException(this + " does not close a workflow as failed");
    };
  }
}
