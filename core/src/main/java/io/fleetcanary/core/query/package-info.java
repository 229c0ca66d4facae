/** What is asked of Prometheus, of the metrics of a spec. */
@NullMarked
package io.fleetcanary.core.query;

import org.jspecify.annotations.NullMarked;
