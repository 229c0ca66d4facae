package io.fleetcanary.starter.show;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people read, for a comment under a pull request. */
public final class Markdown {
  /** GitHub takes 65,536 characters; the rest is for what others add. */
  private static final int MOST_CHARACTERS = 60_000;

  private static final Pattern TICKS = Pattern.compile("`+");

  private Markdown() {}

  /** A headline, and lines as they are; where they are too many, the first of them. */
  public static List<String> block(String kind, List<String> lines) {
    List<String> block = new ArrayList<>();
    block.add("### " + kind);
    block.add("");
    String fence = "`".repeat(longestRun(lines) + 1);
    block.add(fence + "text");
    int room = MOST_CHARACTERS;
    for (String line : lines) {
      room -= line.length() + 1;
      if (room < 0) {
        block.add("... and more; this is as much as fits into a comment");
        break;
      }
      block.add(line);
    }
    block.add(fence);
    return block;
  }

  /** A fence must be longer than any within it, and three at least. */
  private static int longestRun(List<String> lines) {
    int longest = 2;
    for (String line : lines) {
      Matcher runs = TICKS.matcher(line);
      while (runs.find()) {
        longest = Math.max(longest, runs.end() - runs.start());
      }
    }
    return longest;
  }
}
