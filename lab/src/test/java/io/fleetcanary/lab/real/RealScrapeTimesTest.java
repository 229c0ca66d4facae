package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * When samples come, and by whose clock, each with a real Prometheus: every namespace is one case.
 * Stable answers 450 requests a minute, 3 of them bad, the canary 50 and now and then a bad one.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealScrapeTimesTest {
  private static final Metric ERRORS =
      new Metric.Ratio(
          "errors",
          "http_requests_total{$track,status=\"500\"}",
          "http_requests_total{$track}",
          50,
          List.of(new Criterion.Max(0.05), new Criterion.Worse(0.1)));
  private static final AnalysisTemplate TEMPLATE =
      OneLook.template(List.of(), KayentaConfig.NONE, ERRORS);
  private static final String CANARY = OneLook.CANARY;

  private Backfilled prometheus;
  private OneLook look;

  @BeforeAll
  void start(@TempDir Path folder) {
    prometheus = new Backfilled(folder);
    times();
    prometheus.start();
    look = new OneLook(prometheus);
  }

  private void times() {
    for (String late : List.of("behind", "comes")) {
      stable(late);
      for (String status : List.of("200", "500")) {
        prometheus.sometimes(
            requests(late, CANARY, status),
            i -> i > 29 ? OptionalDouble.empty() : OptionalDouble.of(sofar(status, i)));
      }
    }
    stable("straddle");
    prometheus
        .series(requests("straddle", CANARY, "200"), i -> 50 * i)
        .series(requests("straddle", CANARY, "500"), i -> i > 10 ? 1000 : 0);
    for (int ahead : List.of(40, -40, -300)) {
      prometheus.clock(Duration.ofSeconds(ahead));
      stable("clock" + ahead);
      for (String status : List.of("200", "500")) {
        prometheus.series(requests("clock" + ahead, CANARY, status), i -> sofar(status, i));
      }
    }
    prometheus.clock(Duration.ZERO);
  }

  /** The canary's requests until the i-th scrape. */
  private static double sofar(String status, int i) {
    double errors = Math.floor(0.3 * i);
    return status.equals("500") ? errors : 50 * i - errors;
  }

  private void stable(String namespace) {
    prometheus
        .series(requests(namespace, "chat-1", "200"), i -> 447 * i)
        .series(requests(namespace, "chat-1", "500"), i -> 3 * i);
  }

  private static String requests(String namespace, String pod, String status) {
    return "http_requests_total{namespace=\"%s\",pod=\"%s\",status=\"%s\"}"
        .formatted(namespace, pod, status);
  }

  @AfterAll
  void close() {
    look.close();
    prometheus.close();
  }

  @Test
  void dropsTheIntervalInWhichTheWeightChanged() {
    Instant change = prometheus.scrape(10).plusSeconds(30);

    Watched watched = look.watch("straddle", TEMPLATE, change, Duration.ZERO);

    assertThat(watched.verdict()).as(watched.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(watched)).startsWith("0 of 850 bad against 51 of 7650");
  }

  @Test
  void countsBothArmsUpToWhereTheLastOneHasBeenScraped() {
    Watched watched = look("behind");

    assertThat(watched.verdict()).as(watched.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(watched)).startsWith("8 of 1400 bad against 84 of 12600");
  }

  @Test
  void countsWhatComesLateOnceItIsThere() {
    for (String status : List.of("200", "500")) {
      prometheus.comesLate(requests("comes", CANARY, status), 30, sofar(status, 30));
    }

    Watched watched = look.watch("comes", TEMPLATE, prometheus.scrape(0), Duration.ofSeconds(20));

    assertThat(watched.verdict()).as(watched.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(watched)).startsWith("9 of 1500 bad against 90 of 13500");
  }

  @Test
  void countsBothArmsAlikeByAClockThatIsNotOurs() {
    Watched ahead = look("clock40");
    Watched behind = look("clock-40");

    assertThat(ahead.verdict()).as(ahead.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(ahead)).matches("8 of (1350|1450) bad against (81|87) of (12150|13050).*");
    assertThat(behind.verdict()).as(behind.reason()).isEqualTo(Verdict.PASS);
    assertThat(why(behind)).startsWith("8 of 1350 bad against 81 of 12150");
  }

  @Test
  void callsAClockThatIsFarBehindStale() {
    Watched watched = look("clock-300");

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason())
        .startsWith("errors: stale, no sample of chat-canary-1 for 180.0 s");
  }

  private Watched look(String namespace) {
    return look.at(namespace, 0, ERRORS);
  }

  private static String why(Watched watched) {
    return watched.findings().stream()
        .filter(finding -> finding.metric().equals("errors"))
        .map(Finding::why)
        .findFirst()
        .orElse("");
  }
}
