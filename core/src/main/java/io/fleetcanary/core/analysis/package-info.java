/** How a canary is judged: samples in, verdict out. */
@NullMarked
package io.fleetcanary.core.analysis;

import org.jspecify.annotations.NullMarked;
