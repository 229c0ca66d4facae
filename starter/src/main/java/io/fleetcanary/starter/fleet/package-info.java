/** Which clusters there are. */
@NullMarked
package io.fleetcanary.starter.fleet;

import org.jspecify.annotations.NullMarked;
