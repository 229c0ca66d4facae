/** How things are done on a real cluster. */
@NullMarked
package io.fleetcanary.activity;

import org.jspecify.annotations.NullMarked;
