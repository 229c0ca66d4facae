/** What a watcher sees of a cluster's objects, and its brake. */
@NullMarked
package io.fleetcanary.activity.watch;

import org.jspecify.annotations.NullMarked;
