/** What will happen: a fully explicit plan, and the planner that makes it. */
@NullMarked
package io.fleetcanary.core.plan;

import org.jspecify.annotations.NullMarked;
