/** What every client of an API server keeps to, whoever calls. */
@NullMarked
package io.fleetcanary.activity.client;

import org.jspecify.annotations.NullMarked;
