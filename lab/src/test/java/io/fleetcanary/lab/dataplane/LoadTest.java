package io.fleetcanary.lab.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void keepsItsRateWhenAnswersAreSlow() {
    try (HttpListener slow = HttpListener.onLoopback(request -> after(400));
        Load load = Load.start(slow.uri(), 100, Duration.ofSeconds(1))) {

      LoadReport report = load.awaitEnd();

      assertThat(report.byStatus()).containsOnlyKeys(200).containsEntry(200, 100L);
      assertThat(report.notSent()).isZero();
    }
  }

  @Test
  void sendsNothingMoreOnceStopped() {
    try (HttpListener server = HttpListener.onLoopback(request -> Answer.text(200, "ok"));
        Load load = Load.start(server.uri(), 100, Duration.ofHours(1))) {

      LoadReport atStop = load.stop();

      assertThat(load.awaitEnd()).isEqualTo(atStop);
    }
  }

  @Test
  void countsStatusesAndRevisions() {
    AtomicInteger turn = new AtomicInteger();
    try (HttpListener server = HttpListener.onLoopback(request -> answer(turn.getAndIncrement()));
        Load load = Load.start(server.uri(), 200, Duration.ofMillis(500))) {

      LoadReport report = load.awaitEnd();

      assertThat(report.byStatus()).containsEntry(200, 75L).containsEntry(500, 25L);
      assertThat(report.byRevision()).containsEntry("v1", 100L);
    }
  }

  @Test
  void tellsSilenceFromAnswers() {
    try (HttpListener server =
            HttpListener.onLoopback(
                request -> {
                  throw new HttpListener.Cut();
                });
        Load load = Load.start(server.uri(), 50, Duration.ofMillis(200))) {

      LoadReport report = load.awaitEnd();

      assertThat(report.byStatus()).containsOnlyKeys(Outcome.NOT_ANSWERED);
      assertThat(report.notSent()).isZero();
    }
  }

  @Test
  void saysWhichRequestsCouldNotBeSentWhileTooManyAreUnanswered() {
    CountDownLatch open = new CountDownLatch(1);
    try (HttpListener server = HttpListener.onLoopback(request -> afterThat(open));
        Load load = Load.start(server.uri(), 2000, Duration.ofSeconds(1))) {
      Eventually.within(
          Duration.ofSeconds(10), () -> assertThat(load.report().notSent()).isPositive());
      open.countDown();

      LoadReport report = load.awaitEnd();

      assertThat(report.byStatus()).containsOnlyKeys(200, Outcome.CROWDED_OUT);
      assertThat(report.since(Instant.now()).notSent()).isZero();
    }
  }

  @Test
  void saysWhichRequestsCouldNotBeSentWhenNobodyTakesAConnection() throws IOException {
    URI nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    try (Load load = Load.start(nobody, 50, Duration.ofMillis(200))) {

      assertThat(load.awaitEnd().byStatus()).containsOnlyKeys(Outcome.NOT_CONNECTED);
      assertThat(load.report().notSent()).isEqualTo(load.report().outcomes().size());
    }
  }

  private static Answer after(long millis) throws InterruptedException {
    Thread.sleep(millis); // the slow answer that the test is about
    return Answer.text(200, "ok");
  }

  private static Answer afterThat(CountDownLatch open) throws InterruptedException {
    open.await();
    return Answer.text(200, "ok");
  }

  private static Answer answer(int turn) {
    return new Answer(
        turn % 4 == 3 ? 500 : 200, Headers.of(Map.of("X-Revision", "v1")), new byte[0]);
  }
}
