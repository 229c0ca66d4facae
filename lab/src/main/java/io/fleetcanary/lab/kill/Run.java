package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.kill.call.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A rollout that was played to its end.
 *
 * @param calls how many had each name, in the order in which the names came up
 * @param met where workers were killed
 * @param flaws what must never be: something left undone, an invariant broken or not watched
 */
record Run(Map<String, Integer> calls, EndState end, List<Point> met, List<String> flaws) {
  Run {
    calls = new LinkedHashMap<>(calls);
    met = List.copyOf(met);
    flaws = List.copyOf(flaws);
  }

  /** What is not as it was in the reference, or must never be. */
  List<String> wrong(EndState reference) {
    return Stream.concat(flaws.stream(), end.differencesTo(reference).stream()).toList();
  }
}
