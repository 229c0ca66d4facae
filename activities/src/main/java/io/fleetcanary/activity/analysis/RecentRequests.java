package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.metric.Track;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.prometheus.PrometheusClient.NoAnswer;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.core.fleet.StableSeen.Rate;
import io.fleetcanary.core.fleet.StableSeen.Routed;
import io.fleetcanary.core.query.Selectors;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many requests came in the last five minutes: to stable's pods, and by the routes. */
final class RecentRequests {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final PrometheusClient prometheus;
  private final PrometheusAccess access;
  private final Track stable;

  RecentRequests(PrometheusClient prometheus, PrometheusAccess access, Track stable) {
    this.prometheus = prometheus;
    this.access = access;
    this.stable = stable;
  }

  /**
   * All of it, as far as anybody can tell.
   *
   * @param counter of the requests that come by the routes; empty where nobody asks
   */
  RequestsSeen seen(List<Metric> metrics, String counter) {
    List<Rate> rates = new ArrayList<>();
    try {
      for (Metric metric : metrics) {
        Optional<Selectors> compared = counts(metric).filter(it -> isCompared(metric));
        if (compared.isPresent()) {
          rate(metric.name(), compared.get()).ifPresent(rates::add);
        }
      }
      return counter.isEmpty()
          ? new RequestsSeen(rates, Routed.UNKNOWN, Optional.empty())
          : routed(rates, metrics, counter);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for metrics", interrupt);
    }
  }

  private static boolean isCompared(Metric metric) {
    return metric.criteria().stream().anyMatch(Criterion.Worse.class::isInstance);
  }

  private static Optional<Selectors> counts(Metric metric) {
    return switch (metric) {
      case Metric.Ratio ratio -> Optional.of(Selectors.of(ratio));
      case Metric.Latency latency -> Optional.of(Selectors.of(latency));
      case Metric.Gauge gauge -> Optional.empty();
    };
  }

  private Optional<Rate> rate(String metric, Selectors selectors) throws InterruptedException {
    try {
      List<Series> of = recent(stable.fill(selectors.of()));
      double requests = ups(of);
      double part = Math.min(requests, ups(recent(stable.fill(selectors.part()))));
      double bad = selectors.partIsGood() ? requests - part : part;
      return requests > 0 && seconds(of) > 0
          ? Optional.of(new Rate(metric, perSecond(of), rounded(bad / requests)))
          : Optional.empty();
    } catch (NoAnswer none) {
      return Optional.empty();
    }
  }

  /** Beside the requests of the metric that a watch sees the canary's share by. */
  private RequestsSeen routed(List<Rate> rates, List<Metric> metrics, String counter)
      throws InterruptedException {
    Optional<String> all =
        Analyzer.shareMetric(metrics)
            .map(metrics::get)
            .flatMap(RecentRequests::counts)
            .map(it -> it.of());
    try {
      if (all.isEmpty()) {
        return unknown(rates, "no metric counts those of the pods; add one with bad and of");
      }
      double answered = perSecond(recent(stable.fill(all.get())));
      if (answered == 0) {
        return unknown(rates, "none was answered in the last minutes");
      }
      List<Series> came = recent(here(counter));
      return came.isEmpty()
          ? unknown(rates, "no series for " + counter + "; correct traffic.routedRequests")
          : new RequestsSeen(rates, new Routed(perSecond(came), answered), Optional.empty());
    } catch (NoAnswer none) {
      return unknown(rates, String.valueOf(none.getMessage()));
    }
  }

  private static RequestsSeen unknown(List<Rate> rates, String why) {
    String warning = "how many of the requests come by the routes is not known: " + why;
    return new RequestsSeen(rates, Routed.UNKNOWN, Optional.of(warning));
  }

  /** A gateway's series are no pod's, but where a Prometheus has several clusters, of one. */
  private String here(String counter) {
    String matcher = access.matcher().strip();
    String filled = stable.fill(counter.strip());
    if (matcher.isEmpty() || !filled.equals(counter.strip())) {
      return filled;
    }
    int open = filled.indexOf('{');
    return open < 0
        ? filled + "{" + matcher + "}"
        : filled.substring(0, open + 1) + matcher + "," + filled.substring(open + 1);
  }

  private List<Series> recent(String selector) throws NoAnswer, InterruptedException {
    return prometheus.query(selector.strip() + "[300s]", Instant.now(), WITHIN);
  }

  private static double perSecond(List<Series> all) {
    double seconds = seconds(all);
    return seconds == 0 ? 0 : rounded(ups(all) / seconds);
  }

  private static double ups(List<Series> all) {
    double ups = 0;
    for (Series series : all) {
      List<Sample> samples = series.samples();
      for (int i = 1; i < samples.size(); i++) {
        double before = samples.get(i - 1).value();
        double now = samples.get(i).value();
        double up = now < before ? now : now - before;
        ups += Double.isFinite(up) ? up : 0;
      }
    }
    return ups;
  }

  private static double seconds(List<Series> all) {
    return all.stream().mapToDouble(RecentRequests::seconds).max().orElse(0);
  }

  private static double seconds(Series series) {
    List<Sample> samples = series.samples();
    return samples.isEmpty()
        ? 0
        : Duration.between(samples.getFirst().at(), samples.getLast().at()).toMillis() / 1000.0;
  }

  /** Four digits are more than is known. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }
}
