/** What people say to a rollout that is running. */
@NullMarked
package io.fleetcanary.starter.decide;

import org.jspecify.annotations.NullMarked;
