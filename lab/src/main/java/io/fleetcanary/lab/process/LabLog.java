package io.fleetcanary.lab.process;

import ch.qos.logback.classic.spi.LogbackServiceProvider;

/** Where a program of the lab logs to. */
public final class LabLog {
  private LabLog() {}

  /** Logback, as for the demo; only before anything has logged. */
  public static void choose() {
    System.setProperty("logback.configurationFile", "io/fleetcanary/lab/demo/logback.xml");
    // the command line brings a provider of its own, which says nothing
    System.setProperty("slf4j.provider", LogbackServiceProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN");
  }
}
