/** When things happen and what survives a crash: the workflows, and the contracts they rely on. */
@NullMarked
package io.fleetcanary.workflow;

import org.jspecify.annotations.NullMarked;
