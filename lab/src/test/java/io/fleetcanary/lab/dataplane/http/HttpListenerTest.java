package io.fleetcanary.lab.dataplane.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
  private final HttpPool pool = new HttpPool(Duration.ofSeconds(5));

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void answersOtherClientsToo() throws Exception {
    try (HttpListener echo = HttpListener.onLoopback(HttpListenerTest::echo);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(echo.uri().resolve("/a?b=c"))
              .POST(HttpRequest.BodyPublishers.ofString("grüße"))
              .build();

      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("POST /a?b=c grüße");
    }
  }

  @Test
  void readsChunkedRequests() throws Exception {
    try (HttpListener echo = HttpListener.onLoopback(HttpListenerTest::echo);
        Socket socket = new Socket(echo.address().getAddress(), echo.address().getPort())) {
      String request =
          """
          POST / HTTP/1.1
          Host: x
          Transfer-Encoding: chunked
          Connection: close

          3
          abc
          2;x=y
          de
          0

          """
              .replace("\n", "\r\n");

      socket.getOutputStream().write(request.getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .endsWith("POST / abcde");
    }
  }

  @Test
  void finishesAnAnswerInWorkWhenItCloses() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    HttpListener listener =
        HttpListener.onLoopback(
            request -> {
              asked.countDown();
              mayAnswer.await();
              return Answer.text(200, "done");
            });
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> send(listener.address()));
    asked.await();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(listener::close);
    assertThat(closing).isNotDone();
    mayAnswer.countDown();

    assertThat(answer.join().text()).isEqualTo("done");
    closing.join();
    assertThatThrownBy(() -> pool.send(listener.address(), Request.get("/")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void usesAnotherConnectionWhenTheKeptOneWasClosed() throws Exception {
    HttpListener first = HttpListener.onLoopback(request -> Answer.text(200, "first"));
    InetSocketAddress address = first.address();
    pool.send(address, Request.get("/"));
    first.close();

    try (HttpListener second = HttpListener.open(address, request -> Answer.text(200, "second"))) {
      assertThat(pool.send(second.address(), Request.get("/")).text()).isEqualTo("second");
    }
  }

  @Test
  void cutsAnswersInWorkWhenItIsKilled() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    HttpListener listener =
        HttpListener.onLoopback(
            request -> {
              asked.countDown();
              Thread.sleep(60_000);
              return Answer.text(200, "never");
            });
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> send(listener.address()));
    asked.await();

    listener.kill();

    assertThatThrownBy(answer::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  private Answer send(InetSocketAddress address) {
    try {
      return pool.send(address, Request.get("/"));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Answer echo(Request request) {
    String body = new String(request.body(), UTF_8);
    return Answer.text(200, request.method() + " " + request.target() + " " + body);
  }
}
