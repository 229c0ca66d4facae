/** What an installation allows, whoever asks. */
@NullMarked
package io.fleetcanary.core.policy;

import org.jspecify.annotations.NullMarked;
