package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Fence;

/** Why a change was not made. */
sealed interface Stopped {
  record Fenced(Fence why) implements Stopped {}

  record Refused(String owner) implements Stopped {}

  record Foreign(String what) implements Stopped {}
}
