package io.fleetcanary.activity.client;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;

/** An activity that always fails. */
record Failing(RuntimeException failure) implements ActivityInboundCallsInterceptor {
  @Override
  public void init(ActivityExecutionContext context) {}

  @Override
  public ActivityOutput execute(ActivityInput input) {
    throw failure;
  }
}
