/** Keeping what metrics were over a watch. */
@NullMarked
package io.fleetcanary.activity.series;

import org.jspecify.annotations.NullMarked;
