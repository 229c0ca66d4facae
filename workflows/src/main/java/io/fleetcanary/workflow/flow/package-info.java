/** What both workflows need to go forward, to wait, and to stop. */
@NullMarked
package io.fleetcanary.workflow.flow;

import org.jspecify.annotations.NullMarked;
