/** What a rollout did, to keep and to hand on. */
@NullMarked
package io.fleetcanary.starter.report;

import org.jspecify.annotations.NullMarked;
