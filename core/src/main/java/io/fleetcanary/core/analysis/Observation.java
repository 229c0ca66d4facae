package io.fleetcanary.core.analysis;

import io.fleetcanary.core.alike.Compared;
import io.fleetcanary.core.evidence.MeanShift;
import java.time.Duration;
import java.util.List;

/**
 * Everything one look knows.
 *
 * @param pods what the pods say, judged before any metric
 * @param terms what applies now
 * @param metrics in the order of the template
 * @param alike what must be alike, in the order of the template
 */
public record Observation(Finding pods, Terms terms, List<Measured> metrics, List<Compared> alike) {
  public Observation {
    metrics = List.copyOf(metrics);
    alike = List.copyOf(alike);
  }

  /** Nothing has to be alike. */
  public Observation(Finding pods, Terms terms, List<Measured> metrics) {
    this(pods, terms, metrics, List.of());
  }

  /**
   * What applies now.
   *
   * @param sharePercent the share of requests the canary should be seen to get of those that are
   *     routed; 0 when none is expected
   * @param routed how much of all requests is routed, above 0 to 1
   * @param compare whether the canary is compared with stable
   * @param load how many times the requests of a stable pod a canary pod gets; NaN when unknown
   */
  public record Terms(int sharePercent, double routed, boolean compare, double load) {
    /**
     * With more to do than this an inference pod answers later, whatever it runs. A quarter of the
     * requests on a quarter as many pods as stable keeps is 1.33.
     */
    private static final double COMPARABLE_LOAD = 1.4;

    /** Nothing is known of the load. */
    public Terms(int sharePercent, double routed, boolean compare) {
      this(sharePercent, routed, compare, Double.NaN);
    }

    /** All requests are routed. */
    public Terms(int sharePercent, boolean compare) {
      this(sharePercent, 1, compare);
    }

    /** Whether canary pods have so much more to do than stable's that they must be slower. */
    public boolean overloaded() {
      return load > COMPARABLE_LOAD;
    }
  }

  /** What is known of one metric. */
  public sealed interface Measured {
    /** Why the last look gave no fresh data, e.g. {@code no data}; empty when it did. */
    String missing();
  }

  /**
   * Two counters.
   *
   * @param alphaShare how much of the template's alpha this evidence may use, above 0 to 1
   */
  public record Counted(CountEvidence evidence, double alphaShare, String missing)
      implements Measured {}

  /**
   * One number a look.
   *
   * @param value of the last fresh look, in the metric's own unit; NaN before the first
   * @param beyond how many fresh looks on end were beyond a limit
   * @param shift how far it is off stable's, where that is asked for
   */
  public record Gauged(double value, int beyond, String missing, MeanShift shift)
      implements Measured {
    public static final Gauged UNSEEN = new Gauged(Double.NaN, 0, "no data");

    /** Stable is not asked. */
    public Gauged(double value, int beyond, String missing) {
      this(value, beyond, missing, MeanShift.NONE);
    }

    /** A fresh look. */
    public Gauged next(List<Criterion> criteria, double now) {
      boolean bad = criteria.stream().anyMatch(criterion -> Analyzer.beyond(criterion, now));
      return new Gauged(now, bad ? beyond + 1 : 0, "", shift);
    }

    /**
     * The same look at stable.
     *
     * @param since the begin of the watch
     */
    public Gauged beside(Duration since, double stable) {
      return new Gauged(value, beyond, missing, shift.plus(since, value, stable));
    }

    /** A look without a number, which neither counts nor clears. */
    public Gauged missing(String why) {
      return new Gauged(value, beyond, why, shift);
    }
  }
}
