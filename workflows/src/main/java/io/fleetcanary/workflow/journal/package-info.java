/** What is kept of a rollout when Temporal has forgotten it. */
@NullMarked
package io.fleetcanary.workflow.journal;

import org.jspecify.annotations.NullMarked;
