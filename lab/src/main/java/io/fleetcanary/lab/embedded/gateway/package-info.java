/** A gateway that splits real requests by the weights of an HTTPRoute. */
@NullMarked
package io.fleetcanary.lab.embedded.gateway;

import org.jspecify.annotations.NullMarked;
