package io.fleetcanary.lab.embedded.prometheus;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.fleetcanary.lab.embedded.prometheus.Query.Aggregate;
import io.fleetcanary.lab.embedded.prometheus.Query.Latest;
import io.fleetcanary.lab.embedded.prometheus.Query.Range;
import io.fleetcanary.lab.embedded.prometheus.Query.Subquery;
import io.fleetcanary.lab.embedded.prometheus.SeriesStore.Found;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The answer to a query, as Prometheus writes it. */
record QueryResult(String type, List<Map<String, Object>> result) {
  static QueryResult of(Query query, Instant time, SeriesStore store) {
    return switch (query) {
      case Latest latest ->
          new QueryResult(
              "vector",
              store.latest(latest, time).stream().map(found -> newest(found, time)).toList());
      case Range range ->
          new QueryResult(
              "matrix",
              store.between(range.selector(), time.minus(range.range()), time).stream()
                  .map(QueryResult::range)
                  .toList());
      case Subquery subquery ->
          new QueryResult(
              "matrix", store.steps(subquery, time).stream().map(QueryResult::range).toList());
      case Aggregate aggregate -> aggregated(aggregate, time, store);
    };
  }

  String json() {
    return Serialization.asJson(
        Map.of("status", "success", "data", Map.of("resultType", type, "result", result)));
  }

  static String refusal(String why) {
    return Serialization.asJson(Map.of("status", "error", "errorType", "bad_data", "error", why));
  }

  private static Map<String, Object> newest(Found found, Instant time) {
    double value = found.samples().getFirst().value();
    return Map.of("metric", found.labels(), "value", point(time, value));
  }

  private static Map<String, Object> range(Found found) {
    List<List<Object>> values =
        found.samples().stream().map(sample -> point(sample.time(), sample.value())).toList();
    return Map.of("metric", found.labels(), "values", values);
  }

  private static QueryResult aggregated(Aggregate query, Instant time, SeriesStore store) {
    List<Double> values =
        store.latest(query.latest(), time).stream()
            .map(found -> found.samples().getFirst().value())
            .toList();
    if (values.isEmpty()) {
      return new QueryResult("vector", List.of());
    }
    DoubleStream all = values.stream().mapToDouble(Double::doubleValue);
    double value =
        switch (query.function()) {
          case AVG -> all.sum() / values.size();
          case SUM -> all.sum();
          case MAX -> all.max().orElseThrow();
        };
    return new QueryResult(
        "vector", List.of(Map.of("metric", Map.of(), "value", point(time, value))));
  }

  private static List<Object> point(Instant time, double value) {
    return List.of(BigDecimal.valueOf(time.toEpochMilli(), 3), number(value));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return exact.toPlainString();
  }
}
