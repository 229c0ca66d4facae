/** One cluster's whole life under a rollout. */
@NullMarked
package io.fleetcanary.workflow.cluster;

import org.jspecify.annotations.NullMarked;
