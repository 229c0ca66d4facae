/** Servers as processes of this machine. */
@NullMarked
package io.fleetcanary.lab.process;

import org.jspecify.annotations.NullMarked;
