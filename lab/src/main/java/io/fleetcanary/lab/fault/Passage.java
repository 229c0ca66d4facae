package io.fleetcanary.lab.fault;

import java.time.Instant;
import java.util.Optional;

/**
 * One request that came along.
 *
 * @param target path and query
 * @param status what the server answered, or the fault in its place; 0 when neither did
 * @param fault what it met
 */
public record Passage(Instant at, String method, String target, int status, Optional<Fault> fault) {
  /** Whether the server has done what a write asked for, whether or not anybody heard of it. */
  public boolean accepted() {
    boolean passedOn =
        fault.isEmpty()
            || switch (fault.get()) {
              case Fault.Answered answered -> false;
              case Fault.Silent silent -> false;
              case Fault.Broken broken -> false;
              case Fault.Late late -> true;
              case Fault.ReplyLost lost -> true;
              case Fault.SlowBody slow -> true;
              case Fault.HalfBody half -> true;
            };
    return passedOn && Rule.WRITES.contains(method) && status >= 200 && status < 300;
  }

  /** Method, and path without the query. */
  public String what() {
    return method + " " + target.split("\\?", 2)[0];
  }
}
