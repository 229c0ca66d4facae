/** What a worker calls: each call has a name, is counted, and can be the last one it makes. */
@NullMarked
package io.fleetcanary.lab.kill.call;

import org.jspecify.annotations.NullMarked;
