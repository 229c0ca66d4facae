/**
 * The real fleet: a Temporal server, Kubernetes control planes, gateways and Prometheus, all as
 * processes of this machine.
 */
@NullMarked
package io.fleetcanary.lab.real;

import org.jspecify.annotations.NullMarked;
