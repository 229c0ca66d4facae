/** Keeps the journal in a SQL database. */
@NullMarked
package io.fleetcanary.activity.journal;

import org.jspecify.annotations.NullMarked;
