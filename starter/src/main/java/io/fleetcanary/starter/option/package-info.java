/** Options that several commands share. */
@NullMarked
package io.fleetcanary.starter.option;

import org.jspecify.annotations.NullMarked;
