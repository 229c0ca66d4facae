package io.fleetcanary.starter.screen;

/**
 * What a terminal can show.
 *
 * @param ascii nothing but ASCII
 * @param colour colours, and bold
 */
public record Style(boolean ascii, boolean colour) {
  /** For tests and pipes: all characters, no colours. */
  public static final Style PLAIN = new Style(false, false);

  /**
   * What this terminal shows.
   *
   * @param noColour the variable {@code NO_COLOR}; anything in it means none
   */
  public static Style of(boolean ascii, String noColour) {
    return new Style(ascii, noColour.isEmpty());
  }
}
