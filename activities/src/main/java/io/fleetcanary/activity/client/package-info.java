/** What every call to an API server keeps to, whoever makes it. */
@NullMarked
package io.fleetcanary.activity.client;

import org.jspecify.annotations.NullMarked;
