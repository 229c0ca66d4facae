package io.fleetcanary.lab.invariant;

/** What must be true at every revision. The numbers are those of the fault catalogue. */
public enum Invariant {
  I1("stable keeps its capacity"),
  I2("weights add up, and requests go only where pods are ready"),
  I3("no more weight than the step has"),
  I4("waves one after the other"),
  I5("no more clusters at once than asked for"),
  I6("one rollout per service and cluster"),
  I7("no wave before its gate was approved"),
  I8("no step without the time for its evidence"),
  I9("the revision that was asked for, and no other"),
  I10("marks only rise, and what turned back stays so"),
  I11("the ledger first, and last"),
  I12("no write outside of what is declared"),
  I13("after going back, never more weight");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return name() + " (" + sentence + ")";
  }
}
