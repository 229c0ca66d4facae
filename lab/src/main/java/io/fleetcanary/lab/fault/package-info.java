/** What stands between the worker and the world, so that it can be spoilt. */
@NullMarked
package io.fleetcanary.lab.fault;

import org.jspecify.annotations.NullMarked;
