/** Faults on purpose, between people's own worker and their own cluster. */
@NullMarked
package io.fleetcanary.lab.gameday;

import org.jspecify.annotations.NullMarked;
