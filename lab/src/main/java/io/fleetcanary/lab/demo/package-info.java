/** The five-minute start: two stories on the embedded fleet, told in the terminal. */
@NullMarked
package io.fleetcanary.lab.demo;

import org.jspecify.annotations.NullMarked;
