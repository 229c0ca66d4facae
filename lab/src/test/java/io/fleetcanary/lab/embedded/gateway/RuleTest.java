package io.fleetcanary.lab.embedded.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleTest {
  private static final Headers GOLD = Headers.of(Map.of("x-tier", "gold"));

  @Test
  void takesWhatIsBelowItsPath() {
    Rule rule = rule("/chat", Headers.NONE);

    assertThat(rule.takes(Request.get("/chat"))).isTrue();
    assertThat(rule.takes(Request.get("/chat/completions?a=b"))).isTrue();
    assertThat(rule.takes(Request.get("/chat-batch"))).isFalse();
    assertThat(rule("/", Headers.NONE).takes(Request.get("/anything"))).isTrue();
  }

  @Test
  void takesOnlyWhatHasItsHeaders() {
    Rule rule = rule("/chat", GOLD);

    assertThat(rule.takes(request(Headers.of(Map.of("X-Tier", "gold", "a", "b"))))).isTrue();
    assertThat(rule.takes(request(Headers.of(Map.of("x-tier", "silver"))))).isFalse();
    assertThat(rule.takes(request(Headers.NONE))).isFalse();
  }

  @Test
  void comesFirstWhereItAsksForMore() {
    Rule top = rule("/", Headers.NONE);
    Rule chat = rule("/chat", Headers.NONE);
    Rule gold = rule("/chat", GOLD);

    assertThat(Stream.of(top, chat, gold).sorted(Rule.PRECEDENCE)).containsExactly(gold, chat, top);
  }

  @Test
  void setsHeadersOfWhatItPassesOn() {
    Headers set = Headers.of(Map.of("x-seen-by", "route"));
    Rule rule = new Rule("/", Headers.NONE, set, List.of());

    Request passed = rule.passedOn(request(Headers.of(Map.of("X-Seen-By", "me", "a", "b"))));

    assertThat(passed.headers()).isEqualTo(Headers.of(Map.of("x-seen-by", "route", "a", "b")));
    assertThat(passed.target()).isEqualTo("/chat");
  }

  private static Rule rule(String path, Headers asked) {
    return new Rule(path, asked, Headers.NONE, List.of());
  }

  private static Request request(Headers headers) {
    return new Request("GET", "/chat", headers, new byte[0]);
  }
}
