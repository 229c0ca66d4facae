/** One story told on any fleet: a spec, live requests, what must be true at the end. */
@NullMarked
package io.fleetcanary.lab.story;

import org.jspecify.annotations.NullMarked;
