/** Explores the claim protocol exhaustively: every order of looks, writes, aborts and crashes. */
@NullMarked
package io.fleetcanary.core.claim.exploration;

import org.jspecify.annotations.NullMarked;
