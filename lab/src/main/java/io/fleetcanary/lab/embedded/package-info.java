/** A fleet in this process: it needs a JDK and nothing else. */
@NullMarked
package io.fleetcanary.lab.embedded;

import org.jspecify.annotations.NullMarked;
