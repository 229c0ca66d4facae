package io.fleetcanary.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.lab.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line to a server that says everything again. */
class CableTest {
  private ServerSocket server;
  private Cable cable;

  @BeforeEach
  void lay() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    cable = new Cable(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
  }

  @AfterEach
  void close() throws IOException {
    cable.close();
    server.close();
  }

  @Test
  void carriesBothWays() throws IOException {
    try (Socket caller = call()) {
      assertThat(say(caller, 7)).isEqualTo(7);
      assertThat(say(caller, 8)).isEqualTo(8);
    }
    assertThat(cable.spoilt()).isZero();
  }

  @Test
  void closesWhatIsOpenAndWhatComesWhileItIsCut() throws IOException {
    try (Socket caller = call()) {
      say(caller, 7);

      cable.cut();

      assertThat(ended(caller)).isTrue();
      try (Socket late = call()) {
        assertThat(ended(late)).isTrue();
      }
    }
    assertThat(cable.spoilt()).isGreaterThanOrEqualTo(2);
    cable.join();
    try (Socket again = call()) {
      assertThat(say(again, 9)).isEqualTo(9);
    }
  }

  @Test
  void listensNoMoreWhileItRefuses() throws IOException {
    cable.refuse();

    assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);
    cable.join();
    try (Socket again = call()) {
      assertThat(say(again, 9)).isEqualTo(9);
    }
  }

  @Test
  void saysNothingOnConnectionsThatAreHalfOpenNotEvenAfterwards() throws IOException {
    try (Socket caller = call();
        Socket other = call()) {
      say(caller, 7);
      say(other, 7);

      cable.halfOpen();
      cable.join();

      assertSilent(caller);
      assertSilent(other);
      try (Socket fresh = call()) {
        assertThat(say(fresh, 9)).isEqualTo(9);
      }
    }
    assertThat(cable.spoilt()).isEqualTo(2);
  }

  @Test
  void acceptsAndNeverAnswersWhileItIsHalfOpen() throws IOException {
    cable.halfOpen();

    try (Socket caller = call()) {
      assertSilent(caller);
    }
  }

  @Test
  void isLateInBothDirections() throws IOException {
    cable.slow(Duration.ofMillis(150));

    try (Socket caller = call()) {
      Instant begin = Instant.now();
      say(caller, 7);

      assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(290));
    }
    assertThat(cable.spoilt()).isEqualTo(2);
  }

  @Test
  void joinsItselfWhenTheTimeIsOver() throws InterruptedException {
    cable.refuse();

    cable.joinAfter(Duration.ofMillis(50));

    Eventually.within(Duration.ofSeconds(10), () -> assertThat(answers()).isTrue());
  }

  private boolean answers() {
    try (Socket caller = call()) {
      return say(caller, 7) == 7;
    } catch (IOException refused) {
      return false;
    }
  }

  private Socket call() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), cable.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static int say(Socket caller, int what) throws IOException {
    caller.getOutputStream().write(what);
    return caller.getInputStream().read();
  }

  private static void assertSilent(Socket caller) throws IOException {
    caller.setSoTimeout(300);
    assertThatThrownBy(() -> say(caller, 8)).isInstanceOf(SocketTimeoutException.class);
  }

  private static boolean ended(Socket caller) {
    try {
      return caller.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // so is the test
    }
  }
}
