package io.fleetcanary.starter.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.FakeBake;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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

  /** The pool has the name of its service; that of another rollout says nothing of this one. */
  @Test
  void showsWhatClustersHaveProvedTogether() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    Pool ours = Pool.of(Samples.plan()).orElseThrow();

    assertThat(whyWith(ours))
        .matches(
            """
            (?s)all clusters together, since [0-9-]{10}T[0-9:]{8}Z: evidence [0-9.]+, proof from [0-9.]+
              errors against 1[.]10 x stable's: evidence .*
                eu-1, step 3: 8 of 400 bad [(]2 %[)] against 20 of 4000 bad [(]0[.]5 %[)], ratio .*
            """);
    assertThat(whyWith(anotherRollouts(ours))).doesNotContain("together");
  }

  private static String whyWith(Pool known) {
    EvidencePool pool = TEMPORAL.pooling(known);
    Interval sums = new Interval(new Counts(400, 8), new Counts(4000, 20));
    Part part = new Part(1, Levels.NONE, sums, List.of());
    pool.report(
        new PoolReport(
            known.rolloutId(),
            "eu-1",
            Collections.emptySortedMap(),
            1,
            3,
            Ending.GOES_ON,
            Collections.nCopies(known.comparisons().size(), part)));
    try {
      return TEMPORAL.type("why", "inference/chat").out();
    } finally {
      WorkflowStub.fromTyped(pool).terminate("asked");
    }
  }

  private static Pool anotherRollouts(Pool pool) {
    return new Pool(
        "chat-1",
        pool.planned(),
        pool.alpha(),
        pool.comparisons(),
        pool.inFlight(),
        pool.done(),
        pool.seen(),
        pool.bad(),
        pool.over(),
        pool.blamed());
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
