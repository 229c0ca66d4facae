/** What verdicts rest on. */
@NullMarked
package io.fleetcanary.starter.why;

import org.jspecify.annotations.NullMarked;
