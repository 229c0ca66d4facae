/** How a person takes over what a rollout holds that is not looked after any more. */
@NullMarked
package io.fleetcanary.workflow.takeover;

import org.jspecify.annotations.NullMarked;
