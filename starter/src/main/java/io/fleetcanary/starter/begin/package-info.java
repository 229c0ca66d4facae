/** Specs to begin with. */
@NullMarked
package io.fleetcanary.starter.begin;

import org.jspecify.annotations.NullMarked;
