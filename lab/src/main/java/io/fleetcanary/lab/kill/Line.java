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
  @JsonSubTypes.Type(name = "killed", value = Line.Killed.class),
  @JsonSubTypes.Type(name = "together", value = Line.Together.class)
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
   * @param seconds that the rollout took, from the first of its tries
   * @param together at how many points workers of this rollout were killed, this one included
   */
  record Killed(
      Reference reference,
      Point point,
      KillMethod method,
      Ending ending,
      List<String> differences,
      int tries,
      long seconds,
      int together)
      implements Line {
    public Killed {
      differences = List.copyOf(differences);
      together = Math.max(1, together); // what does not say it was alone
    }

    /** What a person reads. */
    String line() {
      return "%s, %s, %d s: killed %s by %s%s %s"
          .formatted(
              reference,
              ending,
              seconds,
              point,
              method,
              together > 1 ? ", one of " + together : "",
              differences.isEmpty() ? "" : differences);
    }
  }

  /**
   * A rollout whose workers were killed one after the other, and which did not end like its
   * reference. That is not held against any of the points: each is played again alone.
   *
   * @param points where they were to be killed
   * @param differences to the reference, and invariants that were broken
   */
  record Together(
      Reference reference, List<Point> points, KillMethod method, List<String> differences)
      implements Line {
    public Together {
      points = List.copyOf(points);
      differences = List.copyOf(differences);
    }

    /** Whether that rollout was killed at one of these points, in the same way. */
    boolean has(Killed one) {
      return reference == one.reference() && points.contains(one.point()) && method == one.method();
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
