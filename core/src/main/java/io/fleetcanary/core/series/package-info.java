/** What metrics were while somebody watched, small enough to be kept. */
@NullMarked
package io.fleetcanary.core.series;

import org.jspecify.annotations.NullMarked;
