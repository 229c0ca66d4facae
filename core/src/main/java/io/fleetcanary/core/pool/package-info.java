/** What the clusters of a rollout prove together: their reports in, one verdict out. */
@NullMarked
package io.fleetcanary.core.pool;

import org.jspecify.annotations.NullMarked;
