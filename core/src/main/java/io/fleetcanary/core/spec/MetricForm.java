package io.fleetcanary.core.spec;

import static io.fleetcanary.core.form.Field.optional;
import static io.fleetcanary.core.form.Field.required;

import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.form.Form;
import io.fleetcanary.core.form.Form.Either;
import io.fleetcanary.core.form.Form.Figure;
import io.fleetcanary.core.form.Form.Items;
import io.fleetcanary.core.form.Form.Named;
import io.fleetcanary.core.form.Form.Shape;
import io.fleetcanary.core.form.Form.Share;
import io.fleetcanary.core.form.Form.Text;
import io.fleetcanary.core.form.Form.Time;
import io.fleetcanary.core.form.Form.Whole;
import io.fleetcanary.core.form.Form.Word;
import io.fleetcanary.core.form.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** How people write what is measured. */
final class MetricForm {
  static final int MOST_METRICS = 50;
  static final int MOST_REQUESTS = 1_000_000_000;

  private static final String ANYTHING = "[\\s\\S]*";
  private static final String ONE_ARM = "\\$track";

  static final Shape METRIC =
      Shape.of(
              required(
                  "name",
                  new Named(Naming.DNS_LABEL),
                  "errors",
                  "A DNS label of its own, not pods or share; findings are called by it."),
              optional(
                  "bad",
                  new Named(MetricReader.SELECTOR),
                  "http_requests_total{$track,status=~\"5..\"}",
                  "The counter of bad requests, a plain selector with $track among its matchers."
                      + " Goes with of."),
              optional(
                  "of",
                  new Named(MetricReader.SELECTOR),
                  "http_requests_total{$track}",
                  "The counter of all requests, bad ones included. Goes with bad."),
              optional(
                  "histogram",
                  new Named(MetricReader.SELECTOR),
                  "vllm:time_to_first_token_seconds{$track}",
                  "A histogram of times without its suffix _bucket: requests slower than above are"
                      + " bad. Goes with above."),
              optional(
                  "above",
                  new Time(),
                  "1s",
                  "One of the histogram's bucket edges, at most 1h. Goes with histogram."),
              optional(
                  "query",
                  new Text(),
                  "avg(DCGM_FI_DEV_GPU_UTIL{$track})",
                  "Free PromQL with one number as its result, with $track for the pods of one arm."),
              optional(
                  "max",
                  new Either(new Share(), new Figure()),
                  "2%",
                  "The highest value that is good: a percentage of requests with bad or histogram, a"
                      + " number in the unit of the query with query."),
              optional(
                  "min",
                  new Figure(),
                  5,
                  "The lowest value that is good, with query only: a number in its unit, below max."),
              optional(
                  "worse",
                  new Share(),
                  "10%",
                  "Bad when the canary's rate is more than stable's by this much, over the same time"
                      + " in the same cluster; 10% means more than 1.10 times. With bad or histogram"
                      + " only, at most 1000%."),
              optional(
                      "minRequests",
                      new Whole(1, MOST_REQUESTS),
                      200,
                      "A verdict needs so many requests to the canary. With bad or histogram only.")
                  .otherwise(50),
              optional(
                  "scope",
                  new Word(List.of("cluster")),
                  "cluster",
                  "cluster: a metric of the cluster as a whole, without $track. It has nothing to be"
                      + " compared with, so max or min only."))
          .where(
              new Rule.ExactlyOne(
                  List.of(List.of("bad", "of"), List.of("histogram", "above"), List.of("query"))),
              new Rule.AtLeastOne(List.of("max", "min", "worse")),
              new Rule.Where(
                  "query",
                  true,
                  forms(new Figure(), "max", "min"),
                  List.of("worse", "minRequests")),
              new Rule.Where("query", false, forms(new Share(), "max", "worse"), List.of("min")),
              new Rule.Where(
                  "scope",
                  true,
                  selectors("(?!" + ANYTHING + ONE_ARM + ")" + ANYTHING),
                  List.of("worse")),
              new Rule.Where("scope", false, selectors(ANYTHING + ONE_ARM + ANYTHING), List.of()),
              new Rule.Not("name", MetricReader.RESERVED));

  static final Shape ANALYSIS =
      Shape.of(
          optional("every", new Time(), "15s", "Time between two looks, 1s to 1h.")
              .otherwise("30s"),
          optional(
              "metrics",
              Items.some(METRIC).atMost(MOST_METRICS),
              List.of(example()),
              "What is measured: each metric has a name, exactly one shape (bad and of, histogram and"
                  + " above, or query), and at least one limit (max, min, worse)."),
          optional(
              "use",
              Items.some(new Word(Preset.SHIPPED)),
              List.of("vllm", "gpu"),
              "Presets, whose metrics are added to these but for those that are named here:"
                  + " fleetcanary presets list."),
          optional(
                  "inconclusive",
                  new Word(List.of("hold", "rollBack")),
                  "rollBack",
                  "What follows when a bake ends without a verdict. hold: extend it, then ask a"
                      + " person. rollBack: go back.")
              .otherwise("hold"));

  private MetricForm() {}

  /** As the examples of its fields together. */
  private static SequencedMap<String, Object> example() {
    SequencedMap<String, Object> metric = new LinkedHashMap<>();
    for (String name : List.of("name", "bad", "of", "max", "worse")) {
      METRIC.field(name).ifPresent(field -> metric.put(name, field.example()));
    }
    return metric;
  }

  private static SortedMap<String, Form> selectors(String pattern) {
    Naming naming = Naming.of(pattern, Integer.MAX_VALUE, "", "");
    return forms(new Named(naming), "bad", "of", "histogram", "query");
  }

  private static SortedMap<String, Form> forms(Form form, String... fields) {
    SortedMap<String, Form> forms = new TreeMap<>();
    for (String field : fields) {
      forms.put(field, form);
    }
    return forms;
  }
}
