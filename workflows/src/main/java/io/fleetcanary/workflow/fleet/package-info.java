/** A rollout over a fleet: waves, gates, holds, and how far a failure reaches. */
@NullMarked
package io.fleetcanary.workflow.fleet;

import org.jspecify.annotations.NullMarked;
