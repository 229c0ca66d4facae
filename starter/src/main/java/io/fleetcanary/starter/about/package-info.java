/** What the command line says about itself. */
@NullMarked
package io.fleetcanary.starter.about;

import org.jspecify.annotations.NullMarked;
