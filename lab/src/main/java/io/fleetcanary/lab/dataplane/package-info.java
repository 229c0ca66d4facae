/** Pods that really answer requests: a kubelet without containers, model servers, and load. */
@NullMarked
package io.fleetcanary.lab.dataplane;

import org.jspecify.annotations.NullMarked;
