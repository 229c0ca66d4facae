package io.fleetcanary.workflow.bench;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioQuestion;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What watches tell a pool. */
public final class Reports {
  private Reports() {}

  /**
   * A cluster's first step has answered 600 requests, stable 5400 with 27 bad ones.
   *
   * @param bad of the canary; 11 are evidence of 21, far from proof
   */
  public static PoolReport of(String cluster, int bad, Ending ending) {
    Interval sums = new Interval(new Counts(600, bad), new Counts(5400, 27));
    Levels levels =
        Levels.of(
            RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1))).plus(sums).levels());
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("region", cluster.substring(0, 2));
    return new PoolReport(
        "chat-20261125130000-a1b2",
        cluster,
        labels,
        1,
        1,
        ending,
        List.of(new Part(1, levels, sums, List.of())));
  }
}
