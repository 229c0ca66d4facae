package io.fleetcanary.lab.gameday;

import io.fleetcanary.lab.fault.Fault;
import io.fleetcanary.lab.fault.Rule;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What people type, word by word. */
final class Words {
  private final Deque<String> left;

  Words(String line) {
    left = new ArrayDeque<>(List.of(line.strip().split("\\s+", -1)));
  }

  /** The next word, empty after the last. */
  String next() {
    return left.isEmpty() ? "" : left.removeFirst();
  }

  /** Takes the next word if it is this. */
  boolean next(String word) {
    boolean there = word.equals(left.peekFirst());
    if (there) {
      left.removeFirst();
    }
    return there;
  }

  /** Such as {@code 30s} or {@code 1m30s}. */
  Duration time() {
    String word = next();
    try {
      return Duration.parse("PT" + word.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException wrong) {
      throw new IllegalArgumentException(
          "a time must be like 30s or 1m30s, got " + said(word), wrong);
    }
  }

  /** Nothing may be left. */
  void end() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("unknown word " + left.peekFirst());
    }
  }

  /** A rule that begins with {@code word}. */
  Rule rule(String word) {
    Rule rule = Rule.of(fault(word));
    while (!left.isEmpty()) {
      rule = narrowed(rule, next());
    }
    return rule;
  }

  private Fault fault(String word) {
    return switch (word) {
      case "late" -> new Fault.Late(time());
      case "reply-lost" -> new Fault.ReplyLost();
      case "slow-body" -> new Fault.SlowBody(time());
      case "half-body" -> new Fault.HalfBody();
      case "silent" -> new Fault.Silent();
      case "broken" -> new Fault.Broken();
      default -> new Fault.Answered(status(word), next("retry-after") ? time() : Duration.ZERO);
    };
  }

  private Rule narrowed(Rule rule, String word) {
    return switch (word) {
      case "on" -> rule.on(methods(next()), rule.path());
      case "path" -> rule.on(rule.methods(), next());
      case "from" -> rule.from(number());
      case "times" -> rule.times(number());
      case "for" -> rule.lasting(time());
      default -> throw new IllegalArgumentException("unknown word " + word);
    };
  }

  private static List<String> methods(String word) {
    return switch (word) {
      case "all" -> List.of();
      case "writes" -> Rule.WRITES;
      case "reads" -> List.of("GET");
      default -> List.of(word.toUpperCase(Locale.ROOT).split(",", -1));
    };
  }

  private static int status(String word) {
    if (!word.matches("[45][0-9]{2}")) {
      throw new IllegalArgumentException(
          "a fault must be a status from 400 to 599, late, reply-lost, slow-body, half-body,"
              + " silent, broken, cut, refuse, half-open or delay, got "
              + said(word));
    }
    return Integer.parseInt(word);
  }

  private int number() {
    String word = next();
    if (!word.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("a number must be 1 or more, got " + said(word));
    }
    return Integer.parseInt(word);
  }

  private static String said(String word) {
    return word.isEmpty() ? "nothing" : word;
  }
}
