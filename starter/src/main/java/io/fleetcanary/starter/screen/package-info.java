/** A rollout on one screen. Nothing here knows a terminal, a clock or Temporal. */
@NullMarked
package io.fleetcanary.starter.screen;

import org.jspecify.annotations.NullMarked;
