/** How to see it work: fleets on one machine, live traffic, stories. */
@NullMarked
package io.fleetcanary.lab;

import org.jspecify.annotations.NullMarked;
