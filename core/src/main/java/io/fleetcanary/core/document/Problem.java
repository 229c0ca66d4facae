package io.fleetcanary.core.document;

/**
 * One thing that is wrong with what a user wrote, and what to do about it.
 *
 * @param path where, e.g. {@code waves[1].steps[0].weight}, or {@code cluster eu-1}
 * @param rule what must be the case, and what was found instead
 * @param fix what to write; empty when the rule says it all
 */
public record Problem(String path, String rule, String fix) {
  /** A problem that another part has already put into words as {@code rule; fix}. */
  public static Problem said(String path, String sentence) {
    int end = sentence.indexOf("; ");
    return end < 0
        ? new Problem(path, sentence, "")
        : new Problem(path, sentence.substring(0, end), sentence.substring(end + 2));
  }

  @Override
  public String toString() {
    return path + ": " + rule + (fix.isEmpty() ? "" : "; " + fix);
  }
}
