/** How other tools judge one cluster, minute by minute. */
@NullMarked
package io.fleetcanary.lab.evaluation.peer;

import org.jspecify.annotations.NullMarked;
