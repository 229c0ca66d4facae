/** A report at the end of a rollout. */
@NullMarked
package io.fleetcanary.workflow.report;

import org.jspecify.annotations.NullMarked;
