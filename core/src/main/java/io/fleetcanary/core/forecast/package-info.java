/** What a plan risks, and how long it takes. */
@NullMarked
package io.fleetcanary.core.forecast;

import org.jspecify.annotations.NullMarked;
