/** Whose consent a rollout needs, and how people prove who they are. */
@NullMarked
package io.fleetcanary.core.approval;

import org.jspecify.annotations.NullMarked;
