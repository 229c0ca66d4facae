/**
 * HTTP/1.1 as small as the lab needs it: whole messages, pooled connections, one virtual thread per
 * connection. The JDK's server and client cost several times the processor time per request, and
 * neither lets a pod drain or die the way real ones do.
 */
@NullMarked
package io.fleetcanary.lab.dataplane.http;

import org.jspecify.annotations.NullMarked;
