/** Statistics: counts in, evidence out. Every method may be looked at at any time. */
@NullMarked
package io.fleetcanary.core.evidence;

import org.jspecify.annotations.NullMarked;
