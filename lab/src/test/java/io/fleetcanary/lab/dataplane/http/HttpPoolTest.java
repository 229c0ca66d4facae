package io.fleetcanary.lab.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HttpPoolTest {
  private static final Request GET = Request.get("/");

  @AutoClose private final HttpListener mortal = HttpListener.onLoopback(HttpPoolTest::answer);
  @AutoClose private final HttpListener lasting = HttpListener.onLoopback(HttpPoolTest::answer);

  @Test
  void usesAConnectionAgain() {
    try (HttpPool pool = new HttpPool(Duration.ofSeconds(5))) {
      send(pool, lasting);
      send(pool, lasting);

      assertThat(pool.idle(address(lasting))).isEqualTo(1);
    }
  }

  @Test
  void closesWhatWasNotUsedForLongWhereverItLeads() {
    try (HttpPool pool = new HttpPool(Duration.ofSeconds(5), Duration.ofMillis(20))) {
      send(pool, mortal);
      mortal.kill();
      assertThat(pool.idle(address(mortal))).isEqualTo(1);

      Eventually.within(
          Duration.ofSeconds(5),
          () -> {
            send(pool, lasting);
            assertThat(pool.idle(address(mortal))).isZero();
          });

      assertThat(pool.idle(address(lasting))).isEqualTo(1);
    }
  }

  private static void send(HttpPool pool, HttpListener to) {
    try {
      pool.send(address(to), GET);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static InetSocketAddress address(HttpListener listener) {
    return new InetSocketAddress(listener.uri().getHost(), listener.uri().getPort());
  }

  private static Answer answer(Request request) {
    return Answer.text(200, "here\n");
  }
}
