/** A rollout, live in a terminal. */
@NullMarked
package io.fleetcanary.starter.watch;

import org.jspecify.annotations.NullMarked;
