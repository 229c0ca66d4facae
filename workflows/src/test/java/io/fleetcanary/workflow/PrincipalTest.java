package io.fleetcanary.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Principal;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor.SignalInput;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor.UpdateInput;
import io.temporal.workflow.UpdateInfo;
import io.temporal.workflow.WorkflowInfo;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Why a signature is the only proof, see {@code docs/policy.md}. When this fails after an update of
 * the SDK, there is another way to know who has sent a message.
 */
class PrincipalTest {
  @Test
  void isWrittenOnEventsOfTheHistory() {
    Principal ann = Principal.newBuilder().setType("jwt").setName("ann").build();

    assertThat(HistoryEvent.newBuilder().setPrincipal(ann).build().getPrincipal().getName())
        .isEqualTo("ann");
  }

  @Test
  void isShownToNoWorkflow() {
    assertThat(
            Stream.of(UpdateInfo.class, UpdateInput.class, SignalInput.class, WorkflowInfo.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName))
        .contains("getUpdateId", "getSignalName", "getEventId")
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("principal"));
  }
}
