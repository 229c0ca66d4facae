/** What pipelines get on top of an exit code. */
@NullMarked
package io.fleetcanary.starter.ci;

import org.jspecify.annotations.NullMarked;
