package io.fleetcanary.starter.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.FakeBake;
import io.fleetcanary.workflow.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class WhyTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void showsTimeAndQueriesOfTheWatchThatWasJudged() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    bake(Instant.now().minusSeconds(65));

    Typed typed = TEMPORAL.type("why", "inference/chat");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out())
        .matches(
            """
            eu-1: step 2 at 25 %, [0-9-]{10}T[0-9:]{8}Z to [0-9-]{10}T[0-9:]{8}Z, 6[5-9] s
              pass: errors 0[.]2 % <= 2 %, n = 3104
                canary sum[(]increase[(]http_requests_total[{]namespace="inference",pod=~"chat-canary-7d9f-x1",status=~"5[.][.]"[}].*
                stable sum[(]increase[(]http_requests_total[{]namespace="inference",pod=~"chat-5c8b-a1[|]chat-5c8b-a2",.*
            """);
  }

  @Test
  void tellsScriptsToo() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    bake(Instant.now().minusSeconds(65));

    assertThat(TEMPORAL.type("why", "inference/chat", "-o", "json").out())
        .contains("\"phase\" : \"WAITING_FOR_APPROVAL\"")
        .contains("\"kind\" : \"step 2 at 25 %\"")
        .contains("\"canary\" : \"avg(DCGM_FI_DEV_GPU_UTIL{namespace=");
  }

  private static void bake(Instant begin) {
    TEMPORAL
        .client()
        .newWorkflowStub(
            FakeBake.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.CENTRAL)
                .setWorkflowId("rollout/inference/chat/eu-1")
                .build())
        .run(begin);
  }
}
