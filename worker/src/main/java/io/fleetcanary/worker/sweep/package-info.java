/** The schedule of the sweep. */
@NullMarked
package io.fleetcanary.worker.sweep;

import org.jspecify.annotations.NullMarked;
