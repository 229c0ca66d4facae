package io.fleetcanary.core.spec;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Percent;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.spec.RolloutSpec.Metric;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one metric: exactly one shape, its limits in their unit, {@code $track} where it must be.
 */
final class MetricReader {
  private static final String TRACK = "$track";

  private static final String QUOTED =
      "(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+')";
  private static final String MATCHER =
      "\\s*(?:\\$track|[a-zA-Z_][a-zA-Z0-9_]*+\\s*(?:=~|!~|!=|=)\\s*" + QUOTED + ")\\s*";

  /** One series selector, with {@code $track} where matchers go. */
  static final Naming SELECTOR =
      Naming.of(
          "[a-zA-Z_:][a-zA-Z0-9_:]*+(?:\\{(?:" + MATCHER + "(?:," + MATCHER + ")*+,?)?\\s*\\})?",
          1000,
          "a plain selector of at most 1000 characters",
          "write it like name{$track,label=\"value\"}; functions and operators are for query");

  /** Names that findings about other things carry. */
  static final List<String> RESERVED = List.of("pods", "share", "kayenta");

  private static final List<String> SELECTORS = List.of("bad", "of", "histogram", "query");

  private final Fields fields;
  private final boolean query;
  private final boolean counts;

  private MetricReader(Value metric) {
    fields = metric.fields(MetricForm.METRIC.names());
    query = fields.has("query");
    counts =
        fields.has("bad") || fields.has("of") || fields.has("histogram") || fields.has("above");
  }

  /**
   * Reads one metric.
   *
   * @param names of the metrics before it; its own is added
   */
  static @Nullable Metric read(Value metric, List<String> names) {
    MetricReader reader = new MetricReader(metric);
    String name = name(reader.fields, names);
    Shape shape = reader.shape();
    List<Criterion> criteria = reader.criteria();
    reader.checkScope();
    reader.checkCompare();
    Integer minRequests = reader.minRequests();
    boolean onTrial = reader.fields.get("onTrial").flag();
    return name == null || shape == null
        ? null
        : new Metric(name, shape, criteria, minRequests, onTrial);
  }

  /** A name that no other has; it is added to them. */
  static @Nullable String name(Fields fields, List<String> names) {
    Value value = fields.get("name").required("findings are called by it");
    String name = value.named(Naming.DNS_LABEL);
    if (name == null) {
      return null;
    }
    if (RESERVED.contains(name)) {
      value.refuse("must not be " + name + ", that is a check of its own", "rename it");
      return null;
    }
    if (names.contains(name)) {
      value.refuse("must be unique, got " + value.shown() + " twice", "rename one of them");
      return null;
    }
    names.add(name);
    return name;
  }

  private @Nullable Shape shape() {
    boolean counters = fields.has("bad") || fields.has("of");
    boolean histogram = fields.has("histogram") || fields.has("above");
    int shapes = (counters ? 1 : 0) + (histogram ? 1 : 0) + (query ? 1 : 0);
    if (shapes != 1) {
      fields.refuse(
          "must have exactly one shape, got " + shapes,
          "write bad and of, or histogram and above, or query");
      return null;
    }
    return counters ? counters() : histogram ? histogram() : query();
  }

  private @Nullable Shape counters() {
    String bad = fields.get("bad").required("select the bad requests").named(SELECTOR);
    String of = fields.get("of").required("select all requests").named(SELECTOR);
    return bad == null || of == null ? null : new Shape.Counters(bad, of);
  }

  private @Nullable Shape histogram() {
    Value value = fields.get("histogram").required("select the histogram, without _bucket");
    String histogram = value.named(SELECTOR);
    if (histogram != null && histogram.matches("(?s)[^{]*_(?:bucket|sum|count)(?:\\{.*)?")) {
      value.refuse("must be the histogram itself, got " + value.shown(), "leave its suffix out");
    }
    Duration above =
        fields
            .get("above")
            .required("name a bucket edge, e.g. 1s")
            .duration(SpecReader.SHORTEST, Duration.ofHours(1));
    return histogram == null || above == null ? null : new Shape.Histogram(histogram, above);
  }

  private @Nullable Shape query() {
    String text = fields.get("query").text();
    return text == null ? null : new Shape.Query(text, fields.has("compare"));
  }

  /** Limits, as soon as it is clear which unit they must have. */
  private List<Criterion> criteria() {
    if (query == counts) {
      return List.of();
    }
    List<Criterion> criteria = counts ? shares() : units();
    boolean none = !fields.has("max") && !fields.has("min") && !fields.has("worse");
    if (none && (counts || !fields.has("compare"))) {
      fields.refuse(
          "must have a limit, got none",
          counts ? "write max or worse" : "write max or min, or compare: stable");
    }
    return criteria;
  }

  private List<Criterion> shares() {
    List<Criterion> criteria = new ArrayList<>();
    Percent max =
        fields
            .get("max")
            .percent("above 0% and below 100%", it -> it.isAbove(0) && it.isBelow(100));
    if (max != null) {
      criteria.add(new Criterion.Max(max.fraction()));
    }
    fields
        .get("min")
        .refuseUnlessAbsent("must be left out, a share has no lower limit", "write max or worse");
    Percent worse = fields.get("worse").percent("up to 1000%", it -> !it.isAbove(1000));
    if (worse != null) {
      criteria.add(new Criterion.Worse(worse.fraction()));
    }
    return criteria;
  }

  private List<Criterion> units() {
    List<Criterion> criteria = new ArrayList<>();
    Double max = fields.get("max").number();
    Double min = fields.get("min").number();
    if (max != null) {
      criteria.add(new Criterion.Max(max));
    }
    if (min != null) {
      criteria.add(new Criterion.Min(min));
    }
    if (max != null && min != null && min >= max) {
      fields.get("min").refuse("must be below max, " + max + ", got " + min, "swap or drop one");
    }
    fields
        .get("worse")
        .refuseUnlessAbsent(
            "must be left out, a query has only absolute limits",
            "write max or min, or compare: stable, which decides nothing");
    return criteria;
  }

  private void checkCompare() {
    Value compare = fields.get("compare");
    if (counts) {
      compare.refuseUnlessAbsent("must be left out, worse compares requests", "write worse");
    } else {
      compare.only("stable", "there is nobody else to ask");
    }
    if (!counts && "cluster".equals(fields.get("scope").raw())) {
      compare.refuseUnlessAbsent(
          "must be left out, scope: cluster has no stable to compare with", "remove it");
    }
  }

  private void checkScope() {
    Value scope = fields.get("scope");
    scope.only("cluster", "the one scope there is");
    boolean whole = "cluster".equals(scope.raw());
    if (!whole && !scope.absent()) {
      return;
    }
    for (String field : SELECTORS) {
      Value value = fields.get(field);
      if (!(value.raw() instanceof String text)) {
        continue;
      }
      boolean tracked = text.contains(TRACK);
      if (tracked == whole) {
        value.refuse(
            tracked
                ? "must not contain $track, the metric says scope: cluster"
                : "must contain $track, or the metric must say scope: cluster",
            tracked ? "remove one of the two" : "write e.g. name{$track}");
      }
    }
    if (whole && counts && fields.has("worse")) {
      fields
          .get("worse")
          .refuse("must be left out, scope: cluster has no stable to compare with", "write max");
    }
  }

  private @Nullable Integer minRequests() {
    Value value = fields.get("minRequests");
    if (query && !counts) {
      value.refuseUnlessAbsent("must be left out, a query counts no requests", "remove it");
      return null;
    }
    return value.whole(1, MetricForm.MOST_REQUESTS);
  }
}
