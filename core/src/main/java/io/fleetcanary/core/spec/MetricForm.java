package io.fleetcanary.core.spec;

import static io.fleetcanary.core.form.Field.optional;
import static io.fleetcanary.core.form.Field.required;

import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.form.Example;
import io.fleetcanary.core.form.Form;
import io.fleetcanary.core.form.Form.Either;
import io.fleetcanary.core.form.Form.Figure;
import io.fleetcanary.core.form.Form.Flag;
import io.fleetcanary.core.form.Form.Foreign;
import io.fleetcanary.core.form.Form.Items;
import io.fleetcanary.core.form.Form.Named;
import io.fleetcanary.core.form.Form.Shape;
import io.fleetcanary.core.form.Form.Share;
import io.fleetcanary.core.form.Form.Text;
import io.fleetcanary.core.form.Form.Time;
import io.fleetcanary.core.form.Form.Whole;
import io.fleetcanary.core.form.Form.Word;
import io.fleetcanary.core.form.Rule;
import io.fleetcanary.core.kayenta.KayentaReader;
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

  static final int MOST_ALIKE = 20;

  /** A plain selector of one arm. */
  static final Naming TRACKED =
      Naming.of(
          "(?=[\\s\\S]*\\$track)" + MetricReader.SELECTOR.pattern().pattern(),
          1000,
          "a plain selector of at most 1000 characters with $track among its matchers",
          "write it like name{$track,label=\"value\"}");

  static final Naming PROMETHEUS_LABEL =
      Naming.of("[a-zA-Z_][a-zA-Z0-9_]*", 200, "the name of a label", "write it like modelName");

  static final Shape METRIC =
      Shape.of(
              required(
                  "name",
                  new Named(Naming.DNS_LABEL),
                  "errors",
                  "A DNS label of its own, not pods, share or kayenta; findings are called by it."),
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
                      + " compared with, so max or min only."),
              optional(
                  "compare",
                  new Word(List.of("stable")),
                  "stable",
                  "stable: the query is asked of stable too, and how the means differ is shown. It"
                      + " decides nothing, so no limit is needed. With query only."),
              optional(
                      "onTrial",
                      new Flag(),
                      true,
                      "true: what it says is shown beside the others and decides nothing.")
                  .otherwise(false))
          .where(
              new Rule.ExactlyOne(
                  List.of(List.of("bad", "of"), List.of("histogram", "above"), List.of("query"))),
              new Rule.AtLeastOne(List.of("max", "min", "worse", "compare")),
              new Rule.Where(
                  "query",
                  true,
                  forms(new Figure(), "max", "min"),
                  List.of("worse", "minRequests")),
              new Rule.Where(
                  "query", false, forms(new Share(), "max", "worse"), List.of("min", "compare")),
              new Rule.Where(
                  "scope",
                  true,
                  selectors("(?!" + ANYTHING + ONE_ARM + ")" + ANYTHING),
                  List.of("worse", "compare")),
              new Rule.Where("scope", false, selectors(ANYTHING + ONE_ARM + ANYTHING), List.of()),
              new Rule.Not("name", MetricReader.RESERVED));

  static final Shape ALIKE =
      Shape.of(
              required(
                  "name",
                  new Named(Naming.DNS_LABEL),
                  "prompt-tokens",
                  "A DNS label that no metric has; findings are called by it."),
              optional(
                  "sum",
                  new Named(TRACKED),
                  "vllm:request_prompt_tokens_sum{$track}",
                  "A counter, a plain selector with $track among its matchers: what it goes up by"
                      + " for each that of does must be alike on both arms. Goes with of."),
              optional(
                  "of",
                  new Named(TRACKED),
                  "vllm:request_prompt_tokens_count{$track}",
                  "The counter that sum is divided by. Goes with sum."),
              optional(
                  "label",
                  new Named(PROMETHEUS_LABEL),
                  "modelName",
                  "A label whose values must be the same on both arms. Goes with in."),
              optional(
                  "in",
                  new Named(TRACKED),
                  "DCGM_FI_DEV_GPU_UTIL{$track}",
                  "Series that carry the label. Goes with label."),
              optional(
                      "within",
                      new Share(),
                      "15%",
                      "How far the canary's mean may be off stable's, and by more as long as chance"
                          + " explains it; at most 1000%. With sum only.")
                  .otherwise("10%"),
              optional(
                  "least",
                  new Share(),
                  "80%",
                  "Instead of within: how much of stable's mean the canary's must have at least."),
              optional(
                  "holds",
                  Items.some(new Named(Naming.DNS_LABEL)),
                  List.of("slow-first-token"),
                  "Metrics of which a bad comparison with stable proves nothing while this is not"
                      + " alike; all else goes on. Without it that goes for every histogram, and"
                      + " nothing passes either."))
          .where(
              new Rule.ExactlyOne(List.of(List.of("sum", "of"), List.of("label", "in"))),
              new Rule.Where("label", true, forms(new Share()), List.of("within", "least")),
              new Rule.Where("least", true, forms(new Share()), List.of("within")),
              new Rule.Not("name", MetricReader.RESERVED));

  static final Shape EARLY =
      Shape.of(
          required(
              "worse",
              new Share(),
              "50%",
              "How much worse than stable the canary must be shown not to be, in every comparison; 50%"
                  + " means less than 1.50 times. Above every metric's own worse, at most 1000%."),
          required(
              "after",
              new Time(),
              "10m",
              "No bake ends before so much of it is over; 5m or more."));

  static final Shape ANALYSIS =
      Shape.of(
          optional("every", new Time(), "15s", "Time between two looks, 1s to 1h.")
              .otherwise("30s"),
          optional(
              "metrics",
              Items.some(METRIC).atMost(MOST_METRICS),
              List.of(example()),
              "What is measured: each metric has a name, exactly one shape (bad and of, histogram and"
                  + " above, or query), and at least one limit (max, min, worse), or compare."),
          optional(
              "alike",
              Items.some(ALIKE).atMost(MOST_ALIKE),
              List.of(alike()),
              "What must be alike on both arms before slowness on one of them says anything: each has"
                  + " a name and exactly one shape (sum and of, or label and in)."),
          optional(
              "use",
              Items.some(new Word(Preset.SHIPPED)),
              List.of("vllm", "gpu"),
              "Presets: what they measure is added to this but for what is named here:"
                  + " fleetcanary presets list."),
          optional(
              "kayenta",
              new Foreign(),
              KayentaReader.example(),
              "A Kayenta canary config as it is. Its judge is asked beside ours at the end of each"
                  + " bake, about the metrics of the same name, and decides nothing. Its queries are"
                  + " not read."),
          optional(
                  "inconclusive",
                  new Word(List.of("hold", "rollBack")),
                  "rollBack",
                  "What follows when a bake ends without a verdict. hold: extend it, then ask a"
                      + " person. rollBack: go back.")
              .otherwise("hold"),
          optional(
              "early",
              EARLY,
              early(),
              "When a bake may end before its time: a pass, and every comparison shown to be good"
                  + " enough. Without it every bake takes its time."),
          optional(
              "warmUp",
              new Time(),
              "2m",
              "So long after a pod has become ready its latency says nothing, on both arms; its"
                  + " errors count at once. 0s to 3m; a bake that is not longer sees nothing of new"
                  + " pods. A tenth of the shortest bake, at most 60s."));

  private MetricForm() {}

  /** As the examples of its fields together. */
  private static SequencedMap<String, Object> example() {
    SequencedMap<String, Object> metric = new LinkedHashMap<>();
    for (String name : List.of("name", "bad", "of", "max", "worse")) {
      METRIC.field(name).ifPresent(field -> metric.put(name, field.example()));
    }
    return metric;
  }

  private static SequencedMap<String, Object> early() {
    return Example.of("worse", "50%", Example.of("after", "10m"));
  }

  private static SequencedMap<String, Object> alike() {
    SequencedMap<String, Object> alike = new LinkedHashMap<>();
    for (String name : List.of("name", "sum", "of")) {
      ALIKE.field(name).ifPresent(field -> alike.put(name, field.example()));
    }
    return alike;
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
