/** What may stand where in a document: one description for readers, editors and people. */
@NullMarked
package io.fleetcanary.core.form;

import org.jspecify.annotations.NullMarked;
