/** Autoscalers: how few pods they leave to stable while a rollout is at work. */
@NullMarked
package io.fleetcanary.activity.scaler;

import org.jspecify.annotations.NullMarked;
