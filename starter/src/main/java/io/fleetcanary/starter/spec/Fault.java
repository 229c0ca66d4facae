package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Problem;
import java.nio.file.Path;

/** A problem with a file, and where in it. */
public record Fault(Path file, Place place, Problem problem) {
  /** As compilers write it, so that editors can go there. */
  @Override
  public String toString() {
    return where() + ": " + problem;
  }

  /** The same of what is no more than hardly meant. */
  public String warning() {
    return where() + ": warning: " + problem;
  }

  private String where() {
    return place.known() ? file + ":" + place : file.toString();
  }
}
