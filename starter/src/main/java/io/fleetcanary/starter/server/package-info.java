/** What the command line asks of Temporal. */
@NullMarked
package io.fleetcanary.starter.server;

import org.jspecify.annotations.NullMarked;
