/** Reads specs, resolves the fleet, makes plans. */
@NullMarked
package io.fleetcanary.activity.planning;

import org.jspecify.annotations.NullMarked;
