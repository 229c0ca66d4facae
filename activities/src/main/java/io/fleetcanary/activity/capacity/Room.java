package io.fleetcanary.activity.capacity;

/**
 * How many more pods of one kind there is room for.
 *
 * @param pods 0 or more
 * @param tightest what leaves no more, with figures
 */
public record Room(int pods, String tightest) {
  /** The smaller of two. */
  public Room and(Room other) {
    return other.pods < pods ? other : this;
  }
}
