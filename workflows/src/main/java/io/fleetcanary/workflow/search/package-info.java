/** By what Temporal's lists of rollouts are searched. */
@NullMarked
package io.fleetcanary.workflow.search;

import org.jspecify.annotations.NullMarked;
