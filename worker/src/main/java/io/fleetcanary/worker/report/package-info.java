/** A report at every end. */
@NullMarked
package io.fleetcanary.worker.report;

import org.jspecify.annotations.NullMarked;
