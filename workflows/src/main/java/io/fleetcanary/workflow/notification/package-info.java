/** Telling people what becomes of a rollout, where they are. */
@NullMarked
package io.fleetcanary.workflow.notification;

import org.jspecify.annotations.NullMarked;
