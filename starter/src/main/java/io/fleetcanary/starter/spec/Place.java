package io.fleetcanary.starter.spec;

/**
 * Where something stands in a file.
 *
 * @param line from 1 on; 0 where it stands nowhere
 * @param column from 1 on, in characters
 */
public record Place(int line, int column) {
  static final Place NOWHERE = new Place(0, 0);

  boolean known() {
    return line > 0;
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
