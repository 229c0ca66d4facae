/**
 * What Kayenta would say of the same data: its judge {@code NetflixACAJudge-v1.0}, beside ours. It
 * decides nothing.
 */
@NullMarked
package io.fleetcanary.core.kayenta;

import org.jspecify.annotations.NullMarked;
