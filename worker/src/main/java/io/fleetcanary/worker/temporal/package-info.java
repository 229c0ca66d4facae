/** What a worker puts into its Temporal namespace: the schedule of the sweep, search attributes. */
@NullMarked
package io.fleetcanary.worker.temporal;

import org.jspecify.annotations.NullMarked;
