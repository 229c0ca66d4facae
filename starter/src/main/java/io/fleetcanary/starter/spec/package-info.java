/** Specs in files: read, checked with their places, and explained. */
@NullMarked
package io.fleetcanary.starter.spec;

import org.jspecify.annotations.NullMarked;
