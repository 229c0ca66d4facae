package io.fleetcanary.lab.preset;

import io.fleetcanary.core.query.FreshQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One expression, what it is evaluated on, and what it must say after ten minutes. */
record PromtoolCase(String expr, List<Series> series, Expected expected) {
  private static final String TRACK = "namespace=\"ml\",pod=~\"chat-canary-.*\"";
  private static final Pattern MATCHER = Pattern.compile(",(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");

  PromtoolCase {
    series = List.copyOf(series);
  }

  /** A selector or query of the canary's arm. */
  static String filled(String promql) {
    return promql.replace("$track", TRACK);
  }

  /** A query as it is asked of the canary's arm, of gauges that are scraped each half minute. */
  static String asked(String query) {
    return filled(FreshQuery.of(query, Duration.ofSeconds(90)));
  }

  /** A series that the selector's own matchers match, of a pod. */
  static String matching(String selector, String pod) {
    SortedMap<String, String> labels = new TreeMap<>();
    Matcher matchers = MATCHER.matcher(selector);
    while (matchers.find()) {
      String value = matchers.group(2).startsWith("!") ? "odd" : example(matchers.group(3));
      labels.putIfAbsent(matchers.group(1), matchers.group(1) + "=\"" + value + "\"");
    }
    List<String> all = new ArrayList<>(List.of(pod));
    all.addAll(labels.values());
    return selector.substring(0, selector.indexOf('{')) + "{" + String.join(",", all) + "}";
  }

  /** A text that a simple pattern matches. */
  private static String example(String pattern) {
    return pattern.split("\\|", -1)[0].replace(".*", "chat").replace(".", "0");
  }

  List<String> yaml() {
    List<String> lines = new ArrayList<>(List.of("- interval: 30s", "  input_series:"));
    for (Series one : series) {
      lines.add("  - series: '" + one.series + "'");
      lines.add("    values: '" + one.values + "'");
    }
    lines.add("  promql_expr_test:");
    lines.add("  - expr: '" + expr.replace("'", "''") + "'");
    lines.add("    eval_time: 9m");
    if (expected.value.isPresent()) {
      lines.add("    exp_samples: [{labels: '{}', value: " + expected.value.getAsDouble() + "}]");
    } else {
      lines.add("    exp_samples: []");
    }
    return lines;
  }

  /** As promtool writes series and their values. */
  record Series(String series, String values) {}

  /** A number, or nothing at all. */
  record Expected(OptionalDouble value) {
    static Expected of(double value) {
      return new Expected(OptionalDouble.of(value));
    }

    static Expected none() {
      return new Expected(OptionalDouble.empty());
    }
  }
}
