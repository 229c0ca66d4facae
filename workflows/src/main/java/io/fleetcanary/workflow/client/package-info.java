/** How worker and CLI reach the Temporal server. */
@NullMarked
package io.fleetcanary.workflow.client;

import org.jspecify.annotations.NullMarked;
