/** The files that a worker is configured by. */
@NullMarked
package io.fleetcanary.worker.file;

import org.jspecify.annotations.NullMarked;
