/** What reports draw. */
@NullMarked
package io.fleetcanary.report.plot;

import org.jspecify.annotations.NullMarked;
