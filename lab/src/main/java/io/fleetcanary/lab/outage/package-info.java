/** What stands between the worker and the world, so that it can be spoilt. */
@NullMarked
package io.fleetcanary.lab.outage;

import org.jspecify.annotations.NullMarked;
