/** What was seen of a namespace's objects in every cluster, revision by revision. */
@NullMarked
package io.fleetcanary.lab.invariant.history;

import org.jspecify.annotations.NullMarked;
