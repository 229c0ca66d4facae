/** The API server of an embedded cluster. */
@NullMarked
package io.fleetcanary.lab.embedded.api;

import org.jspecify.annotations.NullMarked;
