package io.fleetcanary.lab.embedded.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.lab.embedded.prometheus.Query.Aggregate;
import io.fleetcanary.lab.embedded.prometheus.Query.Latest;
import io.fleetcanary.lab.embedded.prometheus.Query.Range;
import io.fleetcanary.lab.embedded.prometheus.QueryParser.BadQuery;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
  private static final SortedMap<String, String> SERIES =
      new TreeMap<>(
          Map.of("__name__", "http_requests_total", "status", "503", "pod", "chat-a\"b", "x", ""));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http_requests_total",
        " http_requests_total { } ",
        "http_requests_total{status=\"503\"}",
        "http_requests_total{status='503', pod=\"chat-a\\\"b\",}",
        "http_requests_total{status=`503`}",
        "http_requests_total{status!=\"200\",absent=\"\"}",
        "http_requests_total{status=~\"5..\"}",
        "http_requests_total{status!~\"2..|4..\",absent!~\".+\"}",
        "{__name__=~\"http_.*\"}"
      })
  void selects(String query) {
    assertThat(QueryParser.parse(query).selector().selects(SERIES)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http_requests",
        "http_requests_total{status=\"200\"}",
        "http_requests_total{status!=\"503\"}",
        "http_requests_total{status=~\"5\"}",
        "http_requests_total{absent=~\".+\"}",
        "http_requests_total{absent!=\"\"}"
      })
  void doesNotSelect(String query) {
    assertThat(QueryParser.parse(query).selector().selects(SERIES)).isFalse();
  }

  @Test
  void readsRangesAndAggregations() {
    assertThat(QueryParser.parse("up")).isInstanceOf(Latest.class);
    assertThat(QueryParser.parse("up{a=\"b\"}[1m30s]"))
        .isInstanceOfSatisfying(
            Range.class, range -> assertThat(range.range()).isEqualTo(Duration.ofSeconds(90)));
    assertThat(QueryParser.parse("avg(vllm:num_requests_waiting{})"))
        .isInstanceOfSatisfying(
            Aggregate.class, avg -> assertThat(avg.function()).isEqualTo(Query.Function.AVG));
    assertThat(QueryParser.parse("avg{pod=\"a\"}")).isInstanceOf(Latest.class);
  }

  @Test
  void readsSelectorsThatMustHaveASampleOfLate() {
    assertThat(QueryParser.parse("(up{a=\"b\"} and last_over_time(up{a=\"b\"}[90s]))"))
        .isInstanceOfSatisfying(
            Latest.class, latest -> assertThat(latest.within()).isEqualTo(Duration.ofSeconds(90)));
    assertThat(QueryParser.parse("max((up and last_over_time(up[45s])))"))
        .isInstanceOfSatisfying(
            Aggregate.class,
            max -> assertThat(max.latest().within()).isEqualTo(Duration.ofSeconds(45)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(up)",
        "(up and last_over_time(down[90s]))",
        "(up and up)",
        "{}",
        "{status=\"\"}",
        "rate(http_requests_total[1m])",
        "http_requests_total / 2",
        "http_requests_total offset 5m",
        "sum by (pod) (http_requests_total)",
        "sum(http_requests_total) by (pod)",
        "sum(http_requests_total[1m])",
        "min(http_requests_total)",
        "http_requests_total{status}",
        "http_requests_total{status=503}",
        "http_requests_total{status=~\"(\"}",
        "http_requests_total[5]",
        "http_requests_total[1m",
        "42"
      })
  void refusesWhatItDoesNotKnow(String query) {
    assertThatThrownBy(() -> QueryParser.parse(query)).isInstanceOf(BadQuery.class);
  }
}
