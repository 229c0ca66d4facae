package io.fleetcanary.core.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleetcanary.core.evidence.FleetEvidence;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.Logs;
import io.fleetcanary.core.evidence.RatioRange;
import io.fleetcanary.core.pool.InFlight.Tally;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * What clusters have proved together, in numbers of four digits; none is more than {@link #MOST},
 * which stands for anything from there on.
 *
 * @param evidence mean over the comparisons
 * @param proof evidence that is proof
 * @param comparisons in the template's order
 * @param failed what clusters that are out of it have in common; left out where that is nothing
 */
public record PoolFigures(
    double evidence,
    double proof,
    List<Compared> comparisons,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Failed> failed) {
  /** Beyond this nobody counts; no end of a range, too. */
  public static final double MOST = 1e9;

  /** One in so many intervals misses the true ratio, ever. */
  private static final double MISSED = 0.01;

  private static final MathContext DIGITS = new MathContext(4);

  public PoolFigures {
    comparisons = List.copyOf(comparisons);
  }

  /** Of this pool; empty while no cluster has told anything. */
  public static Optional<PoolFigures> of(Pool pool) {
    if (pool.seen().clusters() == 0) {
      return Optional.empty();
    }
    PoolJudge judge = new PoolJudge(pool);
    List<FleetEvidence> fleet =
        IntStream.range(0, pool.comparisons().size()).mapToObj(judge::weigh).toList();
    double[] logs = fleet.stream().mapToDouble(FleetEvidence::log).toArray();
    List<Compared> comparisons =
        IntStream.range(0, logs.length).mapToObj(i -> compared(pool, i, fleet.get(i))).toList();
    return Optional.of(
        new PoolFigures(
            odds(Logs.mean(logs)), rounded(1 / pool.alpha()), comparisons, failed(pool)));
  }

  /** Labels that all of them have, and nobody whose bakes have passed. */
  private static Optional<Failed> failed(Pool pool) {
    Classes bad = pool.bad();
    int passed = pool.seen().clusters() - bad.clusters() - pool.inFlight().size();
    List<String> only =
        bad.labels().keySet().stream()
            .filter(text -> bad.with(text) == bad.clusters() && passedWith(pool, text) == 0)
            .toList();
    return passed > 0 && !only.isEmpty()
        ? Optional.of(new Failed(bad.clusters(), pool.seen().clusters(), passed, only))
        : Optional.empty();
  }

  private static long passedWith(Pool pool, String text) {
    long inFlight =
        pool.inFlight().values().stream()
            .flatMap(one -> one.labels().entrySet().stream())
            .filter(label -> Classes.text(label.getKey(), label.getValue()).equals(text))
            .count();
    return pool.seen().with(text) - pool.bad().with(text) - inFlight;
  }

  private static Compared compared(Pool pool, int number, FleetEvidence fleet) {
    Comparison it = pool.comparisons().get(number);
    return new Compared(
        it.metric(),
        it.by(),
        odds(fleet.log()),
        odds(fleet.common()),
        odds(fleet.local()),
        rounded(it.phi()),
        it.dispersion() > 0,
        clusters(pool.inFlight(), number),
        new Ended(it.ended(), it.sums(), rounded(it.evidence())),
        clusters(pool.blamed(), number));
  }

  private static List<Cluster> clusters(SortedMap<String, InFlight> some, int number) {
    return some.entrySet().stream().map(one -> cluster(one, number)).toList();
  }

  private static Cluster cluster(Map.Entry<String, InFlight> one, int number) {
    Tally tally = one.getValue().tallies().get(number);
    RatioRange range = RatioRange.of(tally.sums(), tally.ofAll(), MISSED);
    return new Cluster(
        one.getKey(),
        one.getValue().step(),
        tally.sums(),
        rounded(range.low()),
        rounded(range.high()),
        odds(one.getValue().log(number)));
  }

  private static double odds(double log) {
    return rounded(Math.exp(log));
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(Math.min(MOST, value)).round(DIGITS).doubleValue();
  }

  /**
   * One comparison. Its evidence is half the product and half the mean.
   *
   * @param by the margin: {@code 1 + by} times stable's
   * @param product over all clusters, for a fault of the revision
   * @param mean over all clusters, for a fault of some of them
   * @param dispersion that the product is divided by
   * @param learnt whether that is known; else it is taken to be 2
   * @param clusters whose bakes are not over, by name
   * @param blamed clusters that are left out because the fault is theirs, by name, with what was
   *     last known of them
   */
  public record Compared(
      String metric,
      double by,
      double evidence,
      double product,
      double mean,
      double dispersion,
      boolean learnt,
      List<Cluster> clusters,
      Ended ended,
      List<Cluster> blamed) {
    public Compared {
      clusters = List.copyOf(clusters);
      blamed = List.copyOf(blamed);
    }
  }

  /**
   * One cluster.
   *
   * @param step that bakes, from 1
   * @param requests of that bake
   * @param low and {@code high}: where the ratio of its rates lies, as far as that bake shows
   * @param evidence of all its bakes
   */
  public record Cluster(
      String cluster, int step, Interval requests, double low, double high, double evidence) {}

  /**
   * Clusters that failed, by their own watch or blamed by all, and are of one class.
   *
   * @param clusters how many they are
   * @param seen how many have reported
   * @param passed how many of them have passed
   * @param only {@code <label>=<value>} that all that failed have, and none that passed
   */
  public record Failed(int clusters, int seen, int passed, List<String> only) {
    public Failed {
      only = List.copyOf(only);
    }
  }

  /**
   * Clusters whose bakes are over, which stay in the sums.
   *
   * @param clusters how many they are
   * @param requests of all their bakes
   * @param evidence the sum of theirs
   */
  public record Ended(int clusters, Interval requests, double evidence) {}
}
