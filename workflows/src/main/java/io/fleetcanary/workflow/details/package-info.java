/** What Temporal's UI shows on top of a rollout. */
@NullMarked
package io.fleetcanary.workflow.details;

import org.jspecify.annotations.NullMarked;
