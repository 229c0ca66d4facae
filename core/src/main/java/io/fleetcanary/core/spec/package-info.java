/** What a user writes, and every problem it can have. */
@NullMarked
package io.fleetcanary.core.spec;

import org.jspecify.annotations.NullMarked;
