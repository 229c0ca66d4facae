package io.fleetcanary.starter.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param subject in one word
 * @param says what was found, one sentence
 * @param fix what to do about it, a line each; empty where there is nothing to do
 */
record Check(String subject, Level level, String says, List<String> fix) {
  Check {
    fix = List.copyOf(fix);
  }

  /** How bad it is. */
  enum Level {
    ok,
    warn,
    fail
  }

  static Check ok(String subject, String says) {
    return new Check(subject, Level.ok, says, List.of());
  }

  static Check warn(String subject, String says, String... fix) {
    return new Check(subject, Level.warn, says, List.of(fix));
  }

  static Check fail(String subject, String says, String... fix) {
    return new Check(subject, Level.fail, says, List.of(fix));
  }

  /** For people: the sentence, and the fix under it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%-5s %-10s %s".formatted(level, subject, says));
    fix.forEach(line -> lines.add(" ".repeat(17) + line));
    return lines;
  }
}
