/** What a rollout did, to keep and to hand on. */
@NullMarked
package io.fleetcanary.report;

import org.jspecify.annotations.NullMarked;
