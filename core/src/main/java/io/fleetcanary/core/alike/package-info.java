/** What must be alike on both arms before slowness on one of them says anything of the revision. */
@NullMarked
package io.fleetcanary.core.alike;

import org.jspecify.annotations.NullMarked;
