/** What tests came to, kept for longer than a build. */
@NullMarked
package io.fleetcanary.lab.results;

import org.jspecify.annotations.NullMarked;
