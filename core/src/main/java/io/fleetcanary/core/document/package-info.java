/** Documents that people write: read strictly, every problem at once, each with its fix. */
@NullMarked
package io.fleetcanary.core.document;

import org.jspecify.annotations.NullMarked;
