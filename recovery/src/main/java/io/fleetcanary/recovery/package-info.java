/** How does a cluster come back when everything else is gone? */
@NullMarked
package io.fleetcanary.recovery;

import org.jspecify.annotations.NullMarked;
