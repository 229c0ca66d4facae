/** Measures canaries with Prometheus. */
@NullMarked
package io.fleetcanary.activity.analysis;

import org.jspecify.annotations.NullMarked;
