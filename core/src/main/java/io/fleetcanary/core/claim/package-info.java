/**
 * The claim protocol: who may write what in a cluster, decided on what was seen. Pure; {@code
 * docs/decisions/0002-claim-protocol.md} tells the rules, the tests explore them exhaustively.
 */
@NullMarked
package io.fleetcanary.core.claim;

import org.jspecify.annotations.NullMarked;
