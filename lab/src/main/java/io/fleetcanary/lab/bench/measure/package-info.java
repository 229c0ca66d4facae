/** What is counted: processor time, Kubernetes calls, history events; and how it is shown. */
@NullMarked
package io.fleetcanary.lab.bench.measure;

import org.jspecify.annotations.NullMarked;
