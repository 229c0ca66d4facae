package io.fleetcanary.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final String ROUTES = "/apis/x/v1/namespaces/shop/httproutes/chat";

  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final HttpListener server =
      HttpListener.onLoopback(
          request -> {
            arrived.add(request.method() + " " + request.target());
            return Answer.json(200, "{\"kind\": \"Any\"}");
          });
  private final Traps traps = new Traps();
  private final Cable cable =
      Cable.onLoopback(
          new Reading(traps, Door.PLAIN, Upstream.plain("127.0.0.1", server.address().getPort())));
  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    cable.close();
    server.close();
  }

  @Test
  void passesOnWhatMeetsNoFault() throws Exception {
    HttpResponse<String> answer = send("PATCH", ROUTES + "?fieldManager=x");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"kind\": \"Any\"}");
    assertThat(arrived).containsExactly("PATCH " + ROUTES + "?fieldManager=x");
    assertThat(traps.passages().getFirst().what()).isEqualTo("PATCH " + ROUTES);
    assertThat(traps.passages().getFirst().accepted()).isTrue();
  }

  @Test
  void answersInPlaceOfTheServer() throws Exception {
    Trap trap = set(Rule.of(new Fault.Answered(429, Duration.ofSeconds(2))).times(1));

    HttpResponse<String> answer = send("GET", ROUTES);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(arrived).isEmpty();
    assertThat(trap.hits()).isEqualTo(1);
    assertThat(send("GET", ROUTES).statusCode()).isEqualTo(200);
  }

  @Test
  void conflictsAsAnApiServerDoes() throws Exception {
    set(Rule.of(new Fault.Answered(409, Duration.ZERO)));

    HttpResponse<String> answer = send("PUT", ROUTES);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("\"kind\": \"Status\"", "\"reason\": \"Conflict\"");
    assertThat(traps.passages().getFirst().accepted()).isFalse();
  }

  @Test
  void losesTheReplyToWhatWasDone() throws Exception {
    set(Rule.of(new Fault.ReplyLost()).on("PATCH", "namespaces/shop/httproutes").from(2).times(1));
    send("PATCH", ROUTES);

    assertThatThrownBy(() -> send("PATCH", ROUTES)).isInstanceOf(IOException.class);

    send("PATCH", ROUTES);
    assertThat(arrived).hasSize(3);
    assertThat(traps.passages()).allMatch(Passage::accepted).hasSize(3);
  }

  @Test
  void meetsOnlyWhatARuleNames() throws Exception {
    Trap trap = set(Rule.of(new Fault.Answered(500, Duration.ZERO)).on(Rule.WRITES, "httproutes"));

    assertThat(send("GET", ROUTES).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/apis/x/v1/namespaces/shop/configmaps").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", ROUTES).statusCode()).isEqualTo(500);
    trap.lift();
    assertThat(send("DELETE", ROUTES).statusCode()).isEqualTo(200);
    assertThat(trap.hits()).isEqualTo(1);
  }

  @Test
  void letsARuleEndByItself() throws Exception {
    Trap trap = set(Rule.of(new Fault.Late(Duration.ZERO)).lasting(Duration.ofNanos(1)));

    send("GET", ROUTES);
    send("GET", ROUTES);

    assertThat(trap.hits()).isEqualTo(1);
  }

  @Test
  void isLateOrSlow() throws Exception {
    set(Rule.of(new Fault.Late(Duration.ofMillis(200))).times(1));
    set(Rule.of(new Fault.SlowBody(Duration.ofMillis(400))).times(1));
    Instant begin = Instant.now();

    send("GET", ROUTES);
    Instant between = Instant.now();
    HttpResponse<String> slow = send("GET", ROUTES);

    assertThat(Duration.between(begin, between)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(Duration.between(between, Instant.now())).isGreaterThan(Duration.ofMillis(250));
    assertThat(slow.body()).isEqualTo("{\"kind\": \"Any\"}");
  }

  @Test
  void endsInTheMiddleOfAnAnswer() {
    set(Rule.of(new Fault.HalfBody()));

    assertThatThrownBy(() -> send("PUT", ROUTES)).isInstanceOf(IOException.class);
    assertThat(arrived).hasSize(1);
  }

  @Test
  void neverAnswersWhereItIsSilent() throws Exception {
    set(Rule.of(new Fault.Silent()).times(1));

    assertThatThrownBy(() -> send("PUT", ROUTES)).isInstanceOf(HttpTimeoutException.class);

    assertThat(arrived).isEmpty();
    assertThat(send("PUT", ROUTES).statusCode()).isEqualTo(200);
  }

  @Test
  void breaksOffBeforeAnythingIsDone() {
    set(Rule.of(new Fault.Broken()));

    assertThatThrownBy(() -> send("PUT", ROUTES)).isInstanceOf(IOException.class);
    assertThat(arrived).isEmpty();
  }

  @Test
  void sendsNothingAgainWhenTheServerIsGone() {
    server.close();

    assertThatThrownBy(() -> send("PUT", ROUTES)).isInstanceOf(IOException.class);
    assertThat(traps.passages()).singleElement().matches(passage -> passage.status() == 0);
  }

  @Test
  void liftsAllTrapsAtOnce() throws Exception {
    Trap trap = set(Rule.of(new Fault.Broken()));

    traps.clear();

    assertThat(send("PUT", ROUTES).statusCode()).isEqualTo(200);
    assertThat(trap.hits()).isZero();
    assertThat(traps.all()).isEmpty();
  }

  private Trap set(Rule rule) {
    Trap trap = new Trap(rule);
    traps.set(trap);
    return trap;
  }

  private HttpResponse<String> send(String method, String target)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + cable.port() + target);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(2))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
