package io.fleetcanary.core.claim;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark on an object: which rollout may write it, which way it goes, how far it has come.
 *
 * @param rollout id of the owner
 * @param step the last step written, 0 for the claim itself and on the way back
 */
public record Claim(String rollout, Direction direction, int step) {
  private static final Pattern TEXT = Pattern.compile("([^/]+)/(forward|back)/(\\d{1,6})");

  /** Which way the owner of an object goes. There is no way from back to forward. */
  public enum Direction {
    FORWARD,
    BACK
  }

  /**
   * Reads the text of the annotation. A text that is none of ours is taken as the claim of somebody
   * else, whoever that is: it fences us, and we leave it alone.
   */
  public static Claim read(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return new Claim(text, Direction.FORWARD, 0);
    }
    Direction direction = Direction.valueOf(parts.group(2).toUpperCase(Locale.ROOT));
    return new Claim(parts.group(1), direction, Integer.parseInt(parts.group(3)));
  }

  static Claim forward(Writer writer, int step) {
    return new Claim(writer.rollout(), Direction.FORWARD, step);
  }

  static Claim back(Writer writer) {
    return new Claim(writer.rollout(), Direction.BACK, 0);
  }

  boolean isOf(Writer writer) {
    return rollout.equals(writer.rollout());
  }

  /** The text of the annotation: {@code <rollout>/<forward or back>/<step>}. */
  @Override
  public String toString() {
    return rollout + "/" + direction.name().toLowerCase(Locale.ROOT) + "/" + step;
  }
}
