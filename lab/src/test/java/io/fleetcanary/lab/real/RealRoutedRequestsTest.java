package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What comes by the routes, counted before a rollout by what a real Prometheus knows. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealRoutedRequestsTest {
  private static final Metric LOAD =
      new Metric.Gauge("load", "avg(load{$track})", List.of(new Criterion.Max(1)));

  private Backfilled prometheus;
  private OneLook look;

  /** Of the 450 requests a minute that stable answers, two gateways have passed on 270. */
  @BeforeAll
  void start(@TempDir Path folder) {
    prometheus =
        new Backfilled(folder)
            .stable("good")
            .series("rq_total{route=\"good/chat\",gateway=\"a\"}", i -> 180 * i)
            .series("rq_total{route=\"good/chat\",gateway=\"b\"}", i -> 90 * i)
            .series("rq_total{route=\"good/other\",gateway=\"a\"}", i -> 900 * i)
            .start();
    look = new OneLook(prometheus);
  }

  @AfterAll
  void close() {
    look.close();
    prometheus.close();
  }

  @Test
  void tellsWhichPartCameByTheRoutes() {
    RequestsSeen seen = look.counted("good", "rq_total{route=\"good/chat\"}", OneLook.ERRORS);

    assertThat(seen.unknown()).isEmpty();
    assertThat(seen.routed().all()).isCloseTo(7.5, within(0.1));
    assertThat(seen.routed().part()).isCloseTo(0.6, within(0.01));
  }

  @Test
  void saysWhyThatIsNotKnown() {
    assertUnknown(
        look.counted("good", "rq_total{route=\"good/caht\"}", OneLook.ERRORS),
        "no series for rq_total{route=\"good/caht\"}; correct traffic.routedRequests");
    assertUnknown(
        look.counted("empty", "rq_total", OneLook.ERRORS), "none was answered in the last minutes");
    assertUnknown(
        look.counted("good", "rq_total", LOAD),
        "no metric counts those of the pods; add one with bad and of");
  }

  private static void assertUnknown(RequestsSeen seen, String why) {
    assertThat(seen.routed().known()).isFalse();
    assertThat(seen.unknown())
        .contains("how many of the requests come by the routes is not known: " + why);
  }
}
