package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.activity.prometheus.Inquiry.Answered;
import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.Inquiry.Unanswered;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PastTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");
  private static final Selectors ERRORS = new Selectors("all{$track}", "bad{$track}", "");
  private static final Past TWO = past("chat-a", "chat-b");

  @Test
  void asksOnceForFourHoursOfStable() {
    assertThat(TWO.questions())
        .containsExactly(
            new Question("all{pod=~\"chat\"}[265m:10m]", BEGIN),
            new Question("bad{pod=~\"chat\"}[265m:10m]", BEGIN));
  }

  @Test
  void findsPodsThatDifferByChanceToBeCalm() {
    Map<Question, Reply> replies = replies(block -> 20 + block % 3, block -> 20 + (block + 1) % 3);

    assertThat(TWO.dispersion(replies)).contains(1.0);
  }

  @Test
  void findsPodsThatDifferByTurnsToBeNoisy() {
    Map<Question, Reply> replies =
        replies(block -> block % 2 == 0 ? 30 : 10, block -> block % 2 == 0 ? 10 : 30);

    double seen = 12 * 10.0 / 11;
    assertThat(TWO.dispersion(replies).orElseThrow())
        .isCloseTo(seen + 0.6 * (seen - 1.5), within(1e-9));
  }

  @Test
  void knowsNothingOfASinglePod() {
    Past alone = past("chat-a");

    assertThat(alone.questions()).isEmpty();
    assertThat(alone.settled(Map.of())).isTrue();
    assertThat(alone.dispersion(Map.of())).isEmpty();
  }

  @Test
  void asksAgainOnlyWhereThereMayBeAnAnswer() {
    assertThat(TWO.settled(unanswered(true))).isFalse();
    assertThat(TWO.settled(unanswered(false))).isTrue();
    assertThat(TWO.dispersion(unanswered(false))).isEmpty();
  }

  private static Past past(String... pods) {
    return new Past(
        ERRORS,
        new Track(
            "pod=~\"chat\"", "pod", new TreeSet<>(List.of(pods)), new TreeSet<>(), new TreeMap<>()),
        1,
        BEGIN);
  }

  private static Map<Question, Reply> unanswered(boolean passing) {
    Map<Question, Reply> replies = new LinkedHashMap<>();
    TWO.questions().forEach(it -> replies.put(it, new Unanswered("away", passing)));
    return replies;
  }

  private static Map<Question, Reply> replies(IntUnaryOperator one, IntUnaryOperator other) {
    Map<Question, Reply> replies = new LinkedHashMap<>();
    IntUnaryOperator all = block -> 1000;
    replies.put(
        TWO.questions().get(0),
        new Answered(List.of(series("chat-a", all), series("chat-b", all))));
    replies.put(
        TWO.questions().get(1),
        new Answered(List.of(series("chat-a", one), series("chat-b", other))));
    return replies;
  }

  private static Series series(String pod, IntUnaryOperator up) {
    List<Sample> samples = new ArrayList<>();
    double value = 5;
    for (int block = 0; block <= 12; block++) {
      Instant at = BEGIN.minus(Duration.ofMinutes(10L * (12 - block)));
      value += block == 0 ? 0 : up.applyAsInt(block);
      samples.add(new Sample(at, value));
    }
    return new Series(new TreeMap<>(Map.of("pod", pod)), samples);
  }
}
