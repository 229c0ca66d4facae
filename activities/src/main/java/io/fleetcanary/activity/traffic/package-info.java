/** Requests: which share a route sends to the canary, and whether it really can. */
@NullMarked
package io.fleetcanary.activity.traffic;

import org.jspecify.annotations.NullMarked;
