package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.metric.Counting;
import io.fleetcanary.activity.pool.PoolPost;
import io.fleetcanary.activity.prometheus.Inquiry;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.series.SeriesPost;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Metric.Ratio;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Measures the heap that one cluster in watch takes: watches as they are, each of ten metrics with
 * two limits, that have looked at a Prometheus and go on; what is left of them after a collection.
 */
public final class WatchHeap {
  private static final int METRICS = 10;
  private static final double KIBIBYTE = 1024;

  /** No end of it is waited for. */
  private static final Until LONG = new Until.Baked(Duration.ofDays(1));

  private final WatchBench bench =
      new WatchBench().goodTraffic().measures(metrics()).looksEvery(Duration.ofSeconds(1));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Inquiry inquiry =
      new Inquiry(
          new PrometheusClient(HttpClient.newHttpClient(), bench.access().url()),
          threads,
          Duration.ofSeconds(10));

  private WatchHeap() {}

  /**
   * Kibibytes that each of so many watches takes, beside what the first one has loaded. They go on
   * until the process ends.
   */
  public static double kibibytes(int watches) throws InterruptedException {
    WatchHeap heap = new WatchHeap();
    heap.begin(1);
    long before = heap.used();
    heap.begin(watches);
    return (heap.used() - before) / KIBIBYTE / watches;
  }

  /** Returns when each of them has counted an interval. */
  private void begin(int watches) throws InterruptedException {
    CountDownLatch counted = new CountDownLatch(watches);
    for (int i = 0; i < watches; i++) {
      threads.execute(() -> watch(counted));
    }
    counted.await();
  }

  private void watch(CountDownLatch counted) {
    WatchRequest request = bench.request(LONG);
    WatchState start = WatchState.start(request.template());
    CountDownLatch first = new CountDownLatch(1);
    try (Pulse pulse = new Pulse(state -> beat(state, first, counted), state -> {}, start);
        PodNews news = new PodNews(bench.cluster, request.plan(), pulse::wake, threads)) {
      new Watch(
              request,
              "run",
              Instant.now(),
              bench.cluster,
              new Measurement(request, bench.access(), inquiry),
              pulse,
              news,
              threads,
              new PoolPost(request, new TreeMap<>(), report -> {}, threads),
              new SeriesPost(request, "run", page -> {}, threads))
          .run();
    }
  }

  private static void beat(WatchState state, CountDownLatch first, CountDownLatch counted) {
    if (first.getCount() > 0
        && state.metrics().getLast() instanceof Counting counting
        && counting.folded() > 0) {
      first.countDown();
      counted.countDown();
    }
  }

  /** The queries that the bench keeps for other tests are not the watches'. */
  private long used() {
    bench.prometheus.asked().clear();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Metric[] metrics() {
    Ratio errors = (Ratio) WatchBench.ERRORS;
    return IntStream.range(0, METRICS)
        .mapToObj(
            i ->
                new Ratio(
                    "errors-" + i,
                    errors.bad(),
                    errors.of(),
                    errors.minRequests(),
                    errors.criteria()))
        .toArray(Metric[]::new);
  }
}
