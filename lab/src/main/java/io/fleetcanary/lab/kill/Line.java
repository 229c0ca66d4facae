package io.fleetcanary.lab.kill;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.util.List;

/** What a sweep has found out, a line each in its file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "reference", value = Line.Baseline.class),
  @JsonSubTypes.Type(name = "killed", value = Line.Killed.class)
})
public sealed interface Line {
  /** Of which rollout. */
  Reference reference();

  /**
   * What the rollout calls when nothing disturbs it, and what it leaves.
   *
   * @param runs how often it was played; each time it left the same
   */
  record Baseline(Reference reference, int runs, List<Counted> calls, EndState end)
      implements Line {
    public Baseline {
      calls = List.copyOf(calls);
    }
  }

  /**
   * A name that calls had.
   *
   * @param times how many had it, in the first run in which any had
   * @param runs in how many runs any had it
   */
  record Counted(String call, int times, int runs) {
    Counted again() {
      return new Counted(call, times, runs + 1);
    }
  }

  /**
   * A rollout whose worker was killed.
   *
   * @param method how it was killed
   * @param differences to the reference, and invariants that were broken; empty if it is the same
   * @param tries how often it was played until the point was met
   */
  record Killed(
      Reference reference,
      Point point,
      KillMethod method,
      Ending ending,
      List<String> differences,
      int tries,
      long seconds)
      implements Line {
    public Killed {
      differences = List.copyOf(differences);
    }

    /** What a person reads. */
    String line() {
      return "%s, %s, %d s: killed %s by %s %s"
          .formatted(
              reference, ending, seconds, point, method, differences.isEmpty() ? "" : differences);
    }
  }

  /** What came of a point. */
  enum Ending {
    SAME,
    DIFFERENT,
    /** The call was not made in any of its tries: it is one that is not always made. */
    NOT_MET;

    static Ending of(boolean met, List<String> differences) {
      return !differences.isEmpty() ? DIFFERENT : met ? SAME : NOT_MET;
    }
  }
}
