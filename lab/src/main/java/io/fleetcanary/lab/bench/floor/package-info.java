/**
 * The same writes by a plain client, which remembers nothing: the least that a rollout could cost.
 */
@NullMarked
package io.fleetcanary.lab.bench.floor;

import org.jspecify.annotations.NullMarked;
