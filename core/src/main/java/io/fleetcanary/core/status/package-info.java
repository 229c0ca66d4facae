/** Where a rollout stands and how it ended. */
@NullMarked
package io.fleetcanary.core.status;

import org.jspecify.annotations.NullMarked;
