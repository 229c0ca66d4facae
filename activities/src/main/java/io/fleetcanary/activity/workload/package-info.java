/** Pods: what the canary looks like, what promotion writes and undo puts back, how pods are. */
@NullMarked
package io.fleetcanary.activity.workload;

import org.jspecify.annotations.NullMarked;
