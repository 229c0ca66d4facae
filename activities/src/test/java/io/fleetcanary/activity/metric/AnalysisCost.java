package io.fleetcanary.activity.metric;

import static io.fleetcanary.activity.metric.CostTest.BEGIN;
import static io.fleetcanary.activity.metric.CostTest.ERRORS;
import static io.fleetcanary.activity.metric.CostTest.FOLD;
import static io.fleetcanary.activity.metric.CostTest.HOUR;
import static io.fleetcanary.activity.metric.CostTest.LOOK_SECONDS;

import io.fleetcanary.activity.analysis.WatchHeap;
import io.fleetcanary.activity.metric.CountFold.Arms;
import io.fleetcanary.activity.metric.CountFold.Folded;
import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Observation;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Measures the processor time of one metric and interval, from the samples to the verdict, beside a
 * floor that only subtracts counters and divides, and the heap of clusters in watch. By {@code
 * lab/bench-analysis}; no test, because times depend on the machine.
 */
final class AnalysisCost {
  private static final int LOOKS = HOUR / LOOK_SECONDS;
  private static final int WARM = 100;

  /** Samples that a look gets of each counter. */
  private static final int SHOWN = 5;

  private static final int BATCHES = 100;
  private static final int WATCHES = 100;
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "all ready", 0);

  private final Analyzer analyzer =
      new Analyzer(
          new AnalysisTemplate(
              Duration.ofSeconds(LOOK_SECONDS), 0.001, List.of(ERRORS), OnInconclusive.HOLD));
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final History history = new History(BEGIN, LOOK_SECONDS / 2);

  /** What the floor came to, so that nobody leaves it out. */
  private double rates;

  private AnalysisCost() {
    history.canary("c").steady(-60, HOUR, 150, 1);
    history.stable("s").steady(-60, HOUR, 1350, 7);
  }

  /**
   * Measures, and writes a report.
   *
   * @param arguments the report's file
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine());
    report.put("figures", new AnalysisCost().figures());
    String json = Payloads.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
    System.out.println(json);
    Files.writeString(Path.of(arguments[0]), json + "\n");
    System.exit(0); // watches go on for a day
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("measured", Instant.now().toString());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    machine.put("loadAtStart", rounded(load));
    machine.put("java", System.getProperty("java.version"));
    return machine;
  }

  private List<Figure> figures() throws InterruptedException {
    double product = middle(this::product);
    double floor = middle(this::floor);
    if (rates <= 0) {
      throw new IllegalStateException("the floor must find the canary's rate higher, got " + rates);
    }
    return List.of(
        new Figure("a metric and interval, p50 of " + BATCHES + " hours", product, "us", "<= 50"),
        new Figure("the same by the floor", floor, "us", ""),
        new Figure("ratio to the floor", rounded(product / floor), "x", ""),
        new Figure(
            "heap of a cluster in watch, mean of " + WATCHES + ", after a collection",
            rounded(WatchHeap.kibibytes(WATCHES)),
            "KiB",
            "<= 1024"));
  }

  private static double middle(DoubleSupplier hour) {
    List<Double> all = new ArrayList<>();
    for (int number = -WARM; number < BATCHES; number++) {
      double microseconds = hour.getAsDouble();
      if (number >= 0) {
        all.add(microseconds);
      }
    }
    return rounded(all.stream().sorted().toList().get(BATCHES / 2));
  }

  /** Of an hour of looks; what shows the samples is not counted. */
  private double product() {
    Counting state = Counting.start(ERRORS.criteria());
    long spent = 0;
    for (int second = LOOK_SECONDS; second <= HOUR; second += LOOK_SECONDS) {
      Window window = FOLD.window(state, BEGIN.plusSeconds(second), 2);
      Arms arms = history.arms(window, second);
      long before = threads.getCurrentThreadCpuTime();
      state = judged(state, arms, window);
      spent += threads.getCurrentThreadCpuTime() - before;
    }
    return spent / 1000.0 / LOOKS;
  }

  /** The same counters: two of each arm, looked through for the interval's two ends. */
  private double floor() {
    List<List<Sample>> counters =
        Stream.of(150L, 1L, 1350L, 7L).map(AnalysisCost::counter).toList();
    long spent = 0;
    for (int look = 0; look < LOOKS; look++) {
      int newest = 2 * look + SHOWN;
      long before = threads.getCurrentThreadCpuTime();
      List<Double> ups =
          counters.stream().map(all -> up(all.subList(newest - SHOWN, newest))).toList();
      rates += ups.get(1) / ups.get(0) - ups.get(3) / ups.get(2);
      spent += threads.getCurrentThreadCpuTime() - before;
    }
    return spent / 1000.0 / LOOKS;
  }

  private static double up(List<Sample> shown) {
    double up = 0;
    for (int i = 1; i < shown.size(); i++) {
      double more = shown.get(i).value() - shown.get(i - 1).value();
      up += more < 0 ? shown.get(i).value() : more;
    }
    return up;
  }

  private static List<Sample> counter(long each) {
    return LongStream.range(0, 2L * LOOKS + SHOWN)
        .mapToObj(i -> new Sample(BEGIN.plusSeconds(i * LOOK_SECONDS / 2), i * each))
        .toList();
  }

  private Counting judged(Counting before, Arms arms, Window window) {
    Folded folded = FOLD.fold(before, arms, window);
    Counted counted = new Counted(folded.state().evidence(ERRORS.criteria()), 1, folded.missing());
    analyzer.judge(new Observation(PODS, new Terms(10, true), List.of(counted)));
    return folded.state();
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /**
   * One number, as {@code lab/bench} writes them.
   *
   * @param bar empty where nothing is asked for
   */
  private record Figure(String name, double value, String unit, String bar) {}
}
