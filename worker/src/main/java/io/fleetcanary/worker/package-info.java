/** Which process does it. */
@NullMarked
package io.fleetcanary.worker;

import org.jspecify.annotations.NullMarked;
