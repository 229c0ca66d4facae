/**
 * One metric, measured on both arms: what a look asks, what it makes of the answers, and how far it
 * has come. Counters of pods become counts of arms here, interval by interval.
 */
@NullMarked
package io.fleetcanary.activity.metric;

import org.jspecify.annotations.NullMarked;
