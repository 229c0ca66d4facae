package io.fleetcanary.lab.real;

import static io.fleetcanary.lab.real.Backfilled.CANARY;
import static io.fleetcanary.lab.real.Backfilled.STABLE;
import static io.fleetcanary.lab.real.Backfilled.requests;
import static io.fleetcanary.lab.real.OneLook.ERRORS;
import static io.fleetcanary.lab.real.OneLook.SECOND;
import static io.fleetcanary.lab.real.OneLook.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The rules for data, each with a real Prometheus: every namespace is one case. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealDataRulesTest {
  private static final Metric SLOW =
      new Metric.Latency("slow", "ttft{$track}", 0.5, 50, List.of(new Criterion.Worse(0.1)));
  private static final Metric GPU =
      new Metric.Gauge("gpu-load", "avg(gpu{$track})", List.of(new Criterion.Max(95)));
  private static final Likeness PROMPTS =
      new Likeness.Mean(
          "prompt-tokens", "prompt_sum{$track}", "prompt_count{$track}", 0.9, 1.1, List.of());
  private static final Likeness MODEL =
      new Likeness.Label("gpu-model", "modelName", "gpu{$track}", List.of());

  private Backfilled prometheus;
  private OneLook look;

  @BeforeAll
  void start(@TempDir Path folder) {
    prometheus = new Backfilled(folder);
    for (String good :
        List.of(
            "good", "birth", "reset", "fresh", "nan", "gauges", "edge", "many", "slow", "warm",
            "twice", "old")) {
      prometheus.stable(good);
    }
    for (String plain : List.of("good", "fresh", "gauges", "edge", "many", "slow", "warm", "old")) {
      prometheus.canary(plain);
    }
    birthsAndResets();
    troubles();
    slowness();
    firstMinutes();
    Stream.of("pods", "services").forEach(this::scrapedBy);
    prometheus.start();
    look = new OneLook(prometheus);
  }

  private void birthsAndResets() {
    prometheus
        .series(requests("birth", CANARY, "200"), i -> 50 * i)
        .sometimes(
            requests("birth", CANARY, "500"),
            i -> i < 15 ? OptionalDouble.empty() : OptionalDouble.of(7 + i - 15))
        .series(requests("reset", CANARY, "200"), i -> i < 10 ? 50 * i : 50 * (i - 10) + 20)
        .sometimes(
            requests("fresh", SECOND, "200"),
            i -> i < 20 ? OptionalDouble.empty() : OptionalDouble.of(1000 + 50 * (i - 20)))
        .series(requests("late", STABLE, "200"), i -> 450 * i)
        .sometimes(
            requests("late", CANARY, "200"),
            i -> i > 20 ? OptionalDouble.empty() : OptionalDouble.of(50 * i))
        .series(requests("alone", STABLE, "200"), i -> 450 * i);
  }

  private void scrapedBy(String job) {
    String target = ",instance=\"10.0.0.7:8000\",job=\"" + job + "\"}";
    prometheus.series(requests("twice", CANARY, "200").replace("}", target), i -> 50 * i);
  }

  private void troubles() {
    prometheus
        .series(requests("nan", CANARY, "200"), i -> i == 20 ? Double.NaN : 50 * i)
        .series("gpu{namespace=\"gauges\",pod=\"" + CANARY + "\",gpu=\"0\"}", i -> 50)
        .series("gpu{namespace=\"gauges\",pod=\"" + CANARY + "\",gpu=\"1\"}", i -> 70)
        .sometimes(
            "gpu{namespace=\"old\",pod=\"" + CANARY + "\"}",
            i -> i > 26 ? OptionalDouble.empty() : OptionalDouble.of(50))
        .series("ttft_count{namespace=\"edge\",pod=\"" + CANARY + "\"}", i -> 50 * i)
        .series("ttft_bucket{namespace=\"edge\",pod=\"" + CANARY + "\",le=\"1\"}", i -> 50 * i)
        .series("tgi_request_count{namespace=\"good\",pod=\"chat-1\"}", i -> i)
        .series("tgi_queue_size{namespace=\"good\",pod=\"chat-1\"}", i -> 0);
    for (int code = 0; code < 2001; code++) {
      prometheus.sometimes(
          requests("many", CANARY, "x" + code),
          i -> i < 29 ? OptionalDouble.empty() : OptionalDouble.of(1));
    }
  }

  /** A third of the canary's requests are slow, a tenth of stable's; prompts are twice as long. */
  private void slowness() {
    slow(CANARY, 50, 0.67);
    slow(STABLE, 450, 0.9);
    prompts(CANARY, 50 * 1200, "NVIDIA L4");
    prompts(STABLE, 450 * 600, "NVIDIA A100");
  }

  /** All the canary's requests are slow for ten minutes, a tenth of them after that. */
  private void firstMinutes() {
    histogram("warm", STABLE, i -> 450 * i, i -> Math.floor(450 * 0.9 * i));
    histogram("warm", CANARY, i -> 50 * i, i -> Math.floor(50 * 0.9 * Math.max(0, i - 10)));
  }

  private void histogram(
      String namespace, String pod, IntToDoubleFunction all, IntToDoubleFunction fast) {
    String who = "{namespace=\"" + namespace + "\",pod=\"" + pod + "\"";
    prometheus
        .series("ttft_count" + who + "}", all)
        .series("ttft_bucket" + who + ",le=\"0.5\"}", fast);
  }

  private void slow(String pod, int requests, double fast) {
    String who = "{namespace=\"slow\",pod=\"" + pod + "\"";
    histogram("slow", pod, i -> requests * i, i -> Math.floor(requests * fast * i));
    prometheus.series("prompt_count" + who + "}", i -> requests * i);
  }

  private void prompts(String pod, int tokens, String model) {
    String who = "{namespace=\"slow\",pod=\"" + pod + "\"";
    prometheus
        .series("prompt_sum" + who + "}", i -> (double) tokens * i)
        .series("gpu" + who + ",modelName=\"" + model + "\"}", i -> 50);
  }

  @AfterAll
  void close() {
    look.close();
    prometheus.close();
  }

  @Test
  void countsEveryRequestOnceAndPasses() {
    Watched watched = look.at("good", 0, ERRORS);

    assertThat(watched.verdict()).as(watched.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(watched)).startsWith("9 of 1500 bad against 90 of 13500");
    assertThat(watched.seen().toString()).isEqualTo("10.0 %");
  }

  /** As a watch does whose heartbeat was lost: samples are all it needs. */
  @Test
  void comesToTheSameWhenItCountsAgain() {
    assertThat(look.at("good", 0, ERRORS)).isEqualTo(look.at("good", 0, ERRORS));
  }

  @Test
  void countsFromTheFirstScrapeAfterAWeightChange() {
    assertThat(why(look.at("good", 10, ERRORS))).startsWith("6 of 1000 bad against 60 of 9000");
  }

  @Test
  void startsASeriesThatIsBornWithItsFirstErrorsAtZero() {
    assertThat(why(look.at("birth", 0, ERRORS))).startsWith("22 of 1522 bad");
  }

  @Test
  void startsACounterThatWasResetAtZero() {
    assertThat(why(look.at("reset", 0, ERRORS))).startsWith("0 of 1470 bad");
  }

  @Test
  void countsOnceWhatTwoJobsTell() {
    assertThat(why(look.at("twice", 0, ERRORS))).startsWith("0 of 1500 bad against");
  }

  @Test
  void takesTheFirstScrapeOfANewPodAsItsBase() {
    assertThat(why(look.at("fresh", 0, ERRORS))).startsWith("9 of 2000 bad");
  }

  @Test
  void callsNothingThatIsMissingGood() {
    assertInconclusive(look.at("alone", 0, ERRORS), "errors: no data from the canary");
    assertInconclusive(
        look.at("late", 0, ERRORS), "errors: stale, no sample of chat-canary-1 for 180.0 s");
    assertInconclusive(look.at("nan", 0, ERRORS), "errors: a counter of chat-canary-1 is NaN");
    assertInconclusive(
        look.at("gauges", 0, ERRORS, gauges()), "gpu-load: 2 values, query must give one");
    assertInconclusive(look.at("edge", 0, ERRORS, SLOW), "slow: no bucket edge at 0.5 s");
    assertInconclusive(
        look.at("many", 0, ERRORS), "errors: prometheus answers more than 2000 series");
    assertInconclusive(look.at("good", 0, ERRORS, GPU), "gpu-load: no data");
  }

  /** Prometheus shows its last value for five minutes, for nothing has marked its end. */
  @Test
  void takesNoGaugeOfAnOldSample() {
    assertInconclusive(look.at("old", 0, ERRORS, GPU), "gpu-load: no data");
    assertThat(look.at("slow", 0, ERRORS, GPU).findings())
        .extracting(Finding::sentence)
        .contains("gpu-load 50 <= limit 95");
  }

  @Test
  void takesNoSlownessOfPodsThatAreNotWarmYet() {
    assertThat(look.at("warm", 0, OneLook.warmingUp(Duration.ZERO, ERRORS, SLOW)).verdict())
        .isEqualTo(Verdict.FAIL);

    Watched warm = look.at("warm", 0, OneLook.warmingUp(Duration.ofMinutes(7), ERRORS, SLOW));

    assertThat(warm.verdict()).as(warm.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(warm))
        .as("errors count at once")
        .startsWith("9 of 1500 bad against 90 of 13500");
    assertThat(OneLook.why(warm, SLOW)).startsWith("100 of 1000 bad against");
    assertInconclusive(
        look.at("warm", 0, OneLook.warmingUp(Duration.ofHours(1), ERRORS, SLOW)),
        "slow: 0 canary requests, at least 50 needed");
  }

  private static Metric gauges() {
    return new Metric.Gauge("gpu-load", "gpu{$track}", List.of(new Criterion.Max(95)));
  }

  @Test
  void comparesNoLatencyOfArmsWithOtherPromptsOrGpus() {
    assertThat(look.at("slow", 0, SLOW).verdict()).isEqualTo(Verdict.FAIL);

    assertInconclusive(
        look.at("slow", 0, alike(PROMPTS)),
        "prompt-tokens 1200 against stable's 600, 2 x, alike is 0.9 to 1.1");

    assertInconclusive(
        look.at("slow", 0, alike(MODEL)), "gpu-model NVIDIA L4 against stable's NVIDIA A100");
  }

  private static AnalysisTemplate alike(Likeness likeness) {
    return OneLook.template(List.of(likeness), KayentaConfig.NONE, SLOW);
  }

  @Test
  void asksKayentaAboutTheSameMinutes() {
    List<Judged> both = Stream.of("slow", "gpu-load").map(RealDataRulesTest::judged).toList();
    KayentaConfig kayenta = new KayentaConfig(both, new TreeMap<>(), 95, 75);

    Watched watched = look.at("slow", 0, OneLook.template(List.of(), kayenta, SLOW, GPU));

    assertThat(watched.findings().getLast().sentence())
        .isEqualTo("kayenta, which decides nothing, says score 50, Fail: slow High, gpu-load Pass");
  }

  private static Judged judged(String name) {
    return new Judged(
        name,
        List.of("all"),
        Direction.INCREASE,
        false,
        false,
        false,
        false,
        0,
        new Effect(false, 1, 1, 1, 1));
  }

  @Test
  void namesThePresetOfWhatIsScraped() {
    assertThat(look.surveyed("good", SLOW))
        .contains(
            "metric slow must have series for the pods that serve today, got none for"
                + " ttft_count{$track}; what is scraped there is Hugging Face Text Generation"
                + " Inference, write use: [tgi]");
  }

  private static void assertInconclusive(Watched watched, String reason) {
    assertThat(watched.reason()).startsWith(reason);
    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }
}
