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
}
