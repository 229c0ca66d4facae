/** What stands against a rollout in one cluster, found before anything is touched. */
@NullMarked
package io.fleetcanary.activity.survey;

import org.jspecify.annotations.NullMarked;
