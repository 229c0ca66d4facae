/** What presets ask, put to a real Prometheus. */
@NullMarked
package io.fleetcanary.lab.preset;

import org.jspecify.annotations.NullMarked;
