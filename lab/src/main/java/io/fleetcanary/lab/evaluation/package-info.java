/**
 * How often verdicts are wrong and how late: simulated canaries, judged by our default and by what
 * other tools do, on the same data.
 */
@NullMarked
package io.fleetcanary.lab.evaluation;

import org.jspecify.annotations.NullMarked;
