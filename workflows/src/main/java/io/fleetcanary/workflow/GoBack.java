package io.fleetcanary.workflow;

import io.fleetcanary.core.status.FailureClass;

/** Why a cluster must go back, in one sentence. */
public record GoBack(FailureClass because, String reason) {}
