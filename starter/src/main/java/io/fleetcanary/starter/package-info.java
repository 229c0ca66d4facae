/** Who asked for it: the command line. */
@NullMarked
package io.fleetcanary.starter;

import org.jspecify.annotations.NullMarked;
