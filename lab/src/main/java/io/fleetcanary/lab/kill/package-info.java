/** Kills workers at every call of a rollout, and compares what becomes of it. */
@NullMarked
package io.fleetcanary.lab.kill;

import org.jspecify.annotations.NullMarked;
