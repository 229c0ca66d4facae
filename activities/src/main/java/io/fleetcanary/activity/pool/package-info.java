/** Telling the fleet what one cluster has seen. */
@NullMarked
package io.fleetcanary.activity.pool;

import org.jspecify.annotations.NullMarked;
