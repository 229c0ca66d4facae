/** How many more pods a cluster has room for. */
@NullMarked
package io.fleetcanary.activity.capacity;

import org.jspecify.annotations.NullMarked;
