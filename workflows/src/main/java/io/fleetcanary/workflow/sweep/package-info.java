/** Looks for services that a rollout holds which nobody runs any more. */
@NullMarked
package io.fleetcanary.workflow.sweep;

import org.jspecify.annotations.NullMarked;
