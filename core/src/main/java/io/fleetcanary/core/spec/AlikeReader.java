package io.fleetcanary.core.spec;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Percent;
import io.fleetcanary.core.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what must be alike on both arms. */
final class AlikeReader {
  private static final double A_TENTH = 0.1;

  private final Fields fields;

  private AlikeReader(Value value) {
    fields = value.fields(MetricForm.ALIKE.names());
  }

  /**
   * Reads all of it.
   *
   * @param names that are taken; theirs are added
   */
  static List<Likeness> read(Value value, List<String> names) {
    List<Value> items = value.items("alike");
    if (items.size() > MetricForm.MOST_ALIKE) {
      value.refuse(
          "must have at most " + MetricForm.MOST_ALIKE + " entries, got " + items.size(),
          "compare what decides");
    }
    return new ArrayList<>(
        items.stream().flatMap(item -> Stream.ofNullable(one(item, names))).toList());
  }

  /** Reads one of it. */
  static @Nullable Likeness one(Value value, List<String> names) {
    AlikeReader reader = new AlikeReader(value);
    String name = MetricReader.name(reader.fields, names);
    List<String> holds = reader.holds();
    boolean means = reader.fields.has("sum") || reader.fields.has("of");
    boolean label = reader.fields.has("label") || reader.fields.has("in");
    if (means == label) {
      reader.fields.refuse(
          "must have exactly one shape, got " + (means ? 2 : 0),
          "write sum and of, or label and in");
      return null;
    }
    return means ? reader.mean(name, holds) : reader.label(name, holds);
  }

  private @Nullable Likeness mean(@Nullable String name, List<String> holds) {
    String sum = selector("sum", "select the counter of what is summed up");
    String of = selector("of", "select the counter that it is divided by");
    Percent within = fields.get("within").percent("up to 1000%", it -> !it.isAbove(1000));
    Percent least =
        fields
            .get("least")
            .percent("above 0% and up to 100%", it -> it.isAbove(0) && !it.isAbove(100));
    if (least != null) {
      fields
          .get("within")
          .refuseUnlessAbsent("must be left out where least is", "keep one of them");
    }
    if (name == null || sum == null || of == null) {
      return null;
    }
    double off = within == null ? A_TENTH : within.fraction();
    return least == null
        ? new Likeness.Mean(name, sum, of, Math.max(0, 1 - off), 1 + off, holds)
        : new Likeness.Mean(name, sum, of, least.fraction(), Likeness.Mean.ANY, holds);
  }

  private @Nullable Likeness label(@Nullable String name, List<String> holds) {
    String label =
        fields.get("label").required("name the label").named(MetricForm.PROMETHEUS_LABEL);
    String in = selector("in", "select series that have the label");
    for (String field : List.of("within", "least")) {
      fields
          .get(field)
          .refuseUnlessAbsent("must be left out, labels are alike or not", "remove it");
    }
    return name == null || label == null || in == null
        ? null
        : new Likeness.Label(name, label, in, holds);
  }

  private @Nullable String selector(String field, String fix) {
    return fields.get(field).required(fix).named(MetricForm.TRACKED);
  }

  private List<String> holds() {
    return fields.get("holds").items("metrics").stream()
        .flatMap(item -> Stream.ofNullable(item.named(Naming.DNS_LABEL)))
        .toList();
  }
}
