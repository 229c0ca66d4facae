/** A rollout in one cluster: every write of it, forward and back, under the claim protocol. */
@NullMarked
package io.fleetcanary.activity.rollout;

import org.jspecify.annotations.NullMarked;
