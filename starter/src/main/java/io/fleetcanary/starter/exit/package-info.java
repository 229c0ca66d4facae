/** How a command ends. */
@NullMarked
package io.fleetcanary.starter.exit;

import org.jspecify.annotations.NullMarked;
