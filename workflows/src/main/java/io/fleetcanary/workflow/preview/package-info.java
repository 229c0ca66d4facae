/** What a rollout would do, without doing it. */
@NullMarked
package io.fleetcanary.workflow.preview;

import org.jspecify.annotations.NullMarked;
