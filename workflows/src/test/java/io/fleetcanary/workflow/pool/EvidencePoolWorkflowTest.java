package io.fleetcanary.workflow.pool;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Reports;
import io.fleetcanary.workflow.bench.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvidencePoolWorkflowTest {
  private static final List<String> FOUR = List.of("eu-1", "eu-2", "us-1", "us-2");

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void carriesEvidenceIntoItsNextRunAndKeepsItsHistoryShort() {
    bench.fleet().plans(fleet(wave("all", OPEN, 4, "eu-1", "eu-2", "us-1", "us-2")));
    FOUR.forEach(cluster -> bench.cluster(cluster).blocks("bake 10m at 5 %"));
    Run run = bench.startFleet();
    FOUR.forEach(cluster -> bench.trail().await(cluster + " bake 10m at 5 %"));
    String first = bench.poolRun();
    bench.tellsPool(Reports.of("eu-1", 11, Ending.PASSED));
    bench.tellsPool(Reports.of("eu-2", 11, Ending.GOES_ON));
    bench.tellsPool(Reports.of("us-1", 11, Ending.GOES_ON));

    for (int i = 3; i < EvidencePoolWorkflow.REPORTS_PER_RUN + 20; i++) {
      bench.tellsPool(Reports.of("us-1", 11, Ending.GOES_ON));
    }
    run.await(() -> !bench.poolRun().equals(first), "another run of the pool");
    assertThat(bench.history(EvidencePool.workflowId("inference", "chat")).getEvents().size())
        .isLessThan(200);
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.RELEASING);
    bench.tellsPool(Reports.of("us-2", 11, Ending.GOES_ON));

    assertThat(run.failed().reason()).endsWith("n = 2400 in 4 clusters together");
  }

  @Test
  void getsSmallReports() throws Exception {
    String report = Payloads.mapper().writeValueAsString(Reports.of("eu-1", 11, Ending.GOES_ON));

    assertThat(report).hasSizeLessThan(500);
  }
}
