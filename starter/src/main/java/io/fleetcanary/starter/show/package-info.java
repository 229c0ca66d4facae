/** How answers look, to people and to scripts. */
@NullMarked
package io.fleetcanary.starter.show;

import org.jspecify.annotations.NullMarked;
