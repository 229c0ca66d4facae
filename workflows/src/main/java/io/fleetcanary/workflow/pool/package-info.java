/** Where what the clusters of a rollout have seen comes together. */
@NullMarked
package io.fleetcanary.workflow.pool;

import org.jspecify.annotations.NullMarked;
