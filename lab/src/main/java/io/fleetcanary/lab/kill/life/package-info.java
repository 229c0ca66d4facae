/** Workers that live one after the other, and are killed. */
@NullMarked
package io.fleetcanary.lab.kill.life;

import org.jspecify.annotations.NullMarked;
