/** What a ledger alone can tell, when Temporal and its rollout are gone. */
@NullMarked
package io.fleetcanary.activity.recovery;

import org.jspecify.annotations.NullMarked;
