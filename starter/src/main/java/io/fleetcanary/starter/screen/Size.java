package io.fleetcanary.starter.screen;

/** Of a screen, in characters. */
public record Size(int columns, int rows) {
  /** What terminals begin with. */
  public static final Size USUAL = new Size(80, 24);
}
