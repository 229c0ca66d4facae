/** Asks the Prometheus of a cluster, and relies on no answer that is not one. */
@NullMarked
package io.fleetcanary.activity.prometheus;

import org.jspecify.annotations.NullMarked;
