/** Which rollouts there are. */
@NullMarked
package io.fleetcanary.starter.list;

import org.jspecify.annotations.NullMarked;
