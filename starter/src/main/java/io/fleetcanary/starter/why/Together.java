package io.fleetcanary.starter.why;

import io.fleetcanary.core.analysis.Figures;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolFigures;
import io.fleetcanary.core.pool.PoolFigures.Cluster;
import io.fleetcanary.core.pool.PoolFigures.Compared;
import io.fleetcanary.core.pool.PoolFigures.Ended;
import io.fleetcanary.core.pool.PoolFigures.Failed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the clusters of a rollout have proved together.
 *
 * @param since from then on
 */
public record Together(Instant since, PoolFigures figures) {
  /** Of this pool; empty while no cluster has told anything. */
  public static Optional<Together> of(Pool pool, Instant since) {
    return PoolFigures.of(pool)
        .map(figures -> new Together(since.truncatedTo(ChronoUnit.SECONDS), figures));
  }

  /** For people. */
  List<String> lines() {
    String sum =
        "all clusters together, since %s: evidence %s, proof from %s"
            .formatted(since, Figures.number(figures.evidence()), Figures.number(figures.proof()));
    return Stream.of(
            Stream.of(sum),
            figures.failed().map(Together::failed).stream(),
            figures.comparisons().stream().flatMap(Together::compared))
        .flatMap(lines -> lines)
        .toList();
  }

  private static String failed(Failed it) {
    return "  %d of %d clusters failed, all with %s, none of the %d that passed with it"
        .formatted(it.clusters(), it.seen(), String.join(" and ", it.only()), it.passed());
  }

  private static Stream<String> compared(Compared it) {
    return Stream.of(
            Stream.of(
                "  %s against %s x stable's: evidence %s, half product %s and half mean %s, %s"
                    .formatted(
                        it.metric(),
                        Figures.factor(it.by()),
                        Figures.number(it.evidence()),
                        Figures.number(it.product()),
                        Figures.number(it.mean()),
                        dispersion(it))),
            it.clusters().stream().map(one -> "    " + cluster(one)),
            ended(it.ended()),
            it.blamed().stream().map(one -> "    left out, its own fault: " + cluster(one)))
        .flatMap(lines -> lines);
  }

  private static String dispersion(Compared it) {
    return "dispersion " + Figures.number(it.dispersion()) + (it.learnt() ? "" : ", not known");
  }

  private static String cluster(Cluster one) {
    String high = one.high() >= PoolFigures.MOST ? "anything" : Figures.number(one.high());
    return "%s, step %d: %s, ratio %s, %s to %s, evidence of all its bakes %s"
        .formatted(
            one.cluster(),
            one.step(),
            arms(one.requests()),
            Figures.ratio(one.requests()),
            Figures.number(one.low()),
            high,
            Figures.number(one.evidence()));
  }

  private static Stream<String> ended(Ended it) {
    return it.clusters() == 0
        ? Stream.empty()
        : Stream.of(
            "    bakes over in %d: %s, evidence in sum %s"
                .formatted(it.clusters(), arms(it.requests()), Figures.number(it.evidence())));
  }

  private static String arms(Interval both) {
    return arm(both.canary()) + " against " + arm(both.stable());
  }

  private static String arm(Counts counts) {
    double rate = counts.requests() == 0 ? Double.NaN : counts.rate();
    return "%d of %d bad (%s)".formatted(counts.bad(), counts.requests(), Figures.percent(rate));
  }
}
