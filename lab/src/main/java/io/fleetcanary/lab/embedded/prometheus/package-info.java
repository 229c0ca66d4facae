/**
 * As much of Prometheus as a watch needs: it scrapes every second, keeps fifteen minutes, and
 * answers selectors, selectors with a range or with a range and a step, and avg, sum and max of one
 * selector. Anything else is an error, never a guess.
 */
@NullMarked
package io.fleetcanary.lab.embedded.prometheus;

import org.jspecify.annotations.NullMarked;
