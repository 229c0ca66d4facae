package io.fleetcanary.lab.real;

import static io.fleetcanary.lab.real.Backfilled.CANARY;
import static io.fleetcanary.lab.real.Backfilled.requests;
import static io.fleetcanary.lab.real.OneLook.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** When samples come, and by whose clock, each with a real Prometheus: a namespace is a case. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealScrapeTimesTest {
  private static final AnalysisTemplate TEMPLATE =
      OneLook.template(List.of(), KayentaConfig.NONE, OneLook.ERRORS);

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
      prometheus.stable(late).canary(late, 29);
    }
    prometheus
        .stable("straddle")
        .series(requests("straddle", CANARY, "200"), i -> 50 * i)
        .series(requests("straddle", CANARY, "500"), i -> i > 10 ? 1000 : 0);
    for (int ahead : List.of(40, -40, -300)) {
      prometheus.clock(Duration.ofSeconds(ahead));
      prometheus.stable("clock" + ahead).canary("clock" + ahead);
    }
    prometheus.clock(Duration.ZERO);
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
    prometheus.canaryComesLate("comes", 30);

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
    return look.at(namespace, 0, OneLook.ERRORS);
  }
}
