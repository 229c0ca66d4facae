/** Which clusters there are, whose they are, and how they were before. */
@NullMarked
package io.fleetcanary.activity.cluster;

import org.jspecify.annotations.NullMarked;
