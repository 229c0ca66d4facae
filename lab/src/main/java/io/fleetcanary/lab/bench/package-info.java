/**
 * The benchmark: what a rollout costs and how fast it reacts, beside the bars of the design and
 * beside a plain client that makes the same writes.
 */
@NullMarked
package io.fleetcanary.lab.bench;

import org.jspecify.annotations.NullMarked;
