/** What a controller manager and a scheduler do in a real cluster, for the kinds the lab uses. */
@NullMarked
package io.fleetcanary.lab.embedded.control;

import org.jspecify.annotations.NullMarked;
