/** Reports of rollouts that are under way, or were. */
@NullMarked
package io.fleetcanary.starter.report;

import org.jspecify.annotations.NullMarked;
