package io.fleetcanary.workflow.bench;

import io.grpc.StatusRuntimeException;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.serviceclient.TestServiceStubs;
import io.temporal.serviceclient.TestServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;

/**
 * Lets the test server skip time while a call is in flight. It does not by itself: a call in flight
 * holds its clock, and here some call, a watch, always is.
 */
final class TestTime {
  private final TestServiceStubs server;

  TestTime(WorkflowServiceStubs service) {
    server =
        TestServiceStubs.newServiceStubs(
            TestServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
  }

  void release() {
    server.blockingStub().unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
  }

  void hold() {
    try {
      server.blockingStub().lockTimeSkipping(LockTimeSkippingRequest.getDefaultInstance());
    } catch (StatusRuntimeException closed) {
      // the test is over, and its server gone
    }
  }
}
