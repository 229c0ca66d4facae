package io.fleetcanary.lab.kill.life;

import java.util.Locale;

/** How a worker is killed. */
public enum KillMethod {
  /** It is a process of its own, as people run it, which gets {@code SIGKILL}. */
  PROCESS,
  /**
   * It runs in this process, and all its connections are cut at once and for ever: what the world
   * sees of a killed process, without the start of one.
   */
  CONNECTIONS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
