/** Which clusters there are, and which of them a spec takes. */
@NullMarked
package io.fleetcanary.core.fleet;

import org.jspecify.annotations.NullMarked;
