package io.fleetcanary.lab.dataplane;

import java.util.Optional;

/**
 * What a kubelet knows of a pod, as far as it tells. All containers of a pod share it.
 *
 * @param running whether the container runs; otherwise it waits
 * @param waiting why it waits
 * @param restarts how often the container has been started again
 * @param last how the container ended before, if it did
 */
record PodCondition(
    boolean running,
    boolean ready,
    Optional<Waiting> waiting,
    int restarts,
    Optional<Termination> last) {

  static PodCondition waits(Waiting why, int restarts, Optional<Termination> last) {
    return new PodCondition(false, false, Optional.of(why), restarts, last);
  }

  static PodCondition runs(boolean ready, int restarts, Optional<Termination> last) {
    return new PodCondition(true, ready, Optional.empty(), restarts, last);
  }

  /** A reason of one word and a sentence, as {@code kubectl} shows them. */
  record Waiting(String reason, String message) {}

  /** The end of a container. */
  record Termination(String reason, int exitCode) {
    static final Termination ERROR = new Termination("Error", 1);
    static final Termination OUT_OF_MEMORY = new Termination("OOMKilled", 137);
  }
}
