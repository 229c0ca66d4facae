package io.fleetcanary.workflow.simulation;

import java.util.List;

/**
 * A rollout that was played.
 *
 * @param flaws what was wrong with it; mostly nothing
 * @param trail what happened, line by line
 * @param ending the last phase it said
 */
record Played(Shape shape, List<String> flaws, List<String> trail, String ending) {
  Played {
    flaws = List.copyOf(flaws);
    trail = List.copyOf(trail);
  }

  boolean flawed() {
    return !flaws.isEmpty();
  }

  /** The same, with nothing left of what happens that it would also go wrong without. */
  Played shrunk() {
    for (Event event : shape.events()) {
      Played less = Simulation.play(shape.without(event));
      if (less.flawed()) {
        return less.shrunk();
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return "seed %d: %s%n  plan %s %s%n  people %s%n  events %s%n  trail%n    %s"
        .formatted(
            shape.seed(),
            flaws,
            shape.plan().failure(),
            shape.plan().waves(),
            shape.people(),
            shape.events(),
            String.join("\n    ", trail));
  }
}
