/** What was released before, and the way back to it. */
@NullMarked
package io.fleetcanary.starter.journal;

import org.jspecify.annotations.NullMarked;
