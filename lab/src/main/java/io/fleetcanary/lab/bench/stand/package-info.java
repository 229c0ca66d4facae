/**
 * What the benchmark runs on: real API servers and a real Temporal server, with a light data plane.
 */
@NullMarked
package io.fleetcanary.lab.bench.stand;

import org.jspecify.annotations.NullMarked;
