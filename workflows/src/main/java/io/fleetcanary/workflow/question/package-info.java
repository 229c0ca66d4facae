/** What a rollout asks people, and what they typed. */
@NullMarked
package io.fleetcanary.workflow.question;

import org.jspecify.annotations.NullMarked;
