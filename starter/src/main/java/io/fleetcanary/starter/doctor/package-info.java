/** What is wrong with an installation, and what to do about it. */
@NullMarked
package io.fleetcanary.starter.doctor;

import org.jspecify.annotations.NullMarked;
