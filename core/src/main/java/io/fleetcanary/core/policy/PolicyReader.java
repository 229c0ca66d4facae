package io.fleetcanary.core.policy;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.PersonKey;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.policy.Policy.Demand;
import io.fleetcanary.core.policy.Policy.Limits;
import io.fleetcanary.core.policy.Policy.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a policy strictly, all problems at once. */
public final class PolicyReader {
  /** What a policy may ask for at most. */
  private static final int MOST_METRICS = 1000;

  private static final Naming PATTERN =
      Naming.of(
          "[-a-z0-9*]+", 63, "a namespace, with * for any text", "write e.g. inference or ml-*");

  private PolicyReader() {}

  /**
   * Reads a whole document.
   *
   * @param tree as a YAML parser leaves it
   */
  public static Checked<Policy> read(@Nullable Object tree) {
    List<Problem> problems = new ArrayList<>();
    Fields fields =
        new Value("", tree, problems)
            .required("write a policy")
            .fields(
                List.of(
                    "namespaces", "registries", "limits", "people", "approvals", "selfApproval"));
    refuseNothing(tree, problems);
    Policy policy =
        new Policy(
            named(fields.get("namespaces"), PATTERN),
            texts(fields.get("registries")),
            limits(fields.get("limits").fields(List.of("metrics", "every"))),
            people(fields.get("people")),
            fields.get("approvals").items("demands").stream().map(PolicyReader::demand).toList(),
            fields.get("selfApproval").flag());
    return problems.isEmpty() ? new Checked.Valid<>(policy) : new Checked.Invalid<>(problems);
  }

  /** What is written and left empty would allow everything. */
  private static void refuseNothing(@Nullable Object tree, List<Problem> problems) {
    if (tree instanceof Map<?, ?> fields) {
      fields.forEach(
          (name, value) -> {
            if (value == null) {
              new Value(String.valueOf(name), null, problems)
                  .refuse("must not be empty", "write what it allows, or leave it out");
            }
          });
    }
  }

  private static List<String> named(Value list, Naming naming) {
    return present(list.items("names").stream().map(item -> item.named(naming)));
  }

  private static List<String> texts(Value list) {
    return present(list.items("texts").stream().map(Value::text));
  }

  private static List<String> present(Stream<@Nullable String> read) {
    List<String> present = new ArrayList<>();
    read.filter(Objects::nonNull).forEach(present::add);
    return present;
  }

  private static Limits limits(Fields fields) {
    return new Limits(
        requireNonNullElse(fields.get("metrics").whole(1, MOST_METRICS), Integer.MAX_VALUE),
        requireNonNullElse(
            fields.get("every").duration(Duration.ofMillis(1), Duration.ofDays(1)), Duration.ZERO));
  }

  private static SortedMap<String, Person> people(Value value) {
    SortedMap<String, Person> people = new TreeMap<>();
    Map<PersonKey, String> owners = new LinkedHashMap<>();
    Fields.any(value)
        .forEach(
            (name, person) -> {
              if (!Naming.PERSON.fits(name)) {
                person.refuse("must be called by a name on one line", Naming.PERSON.fix());
              }
              Fields fields = person.fields(List.of("groups", "keys"));
              List<String> keys = keys(fields.get("keys"));
              people.put(name, new Person(texts(fields.get("groups")), keys));
              for (String key : keys) {
                String other = owners.putIfAbsent(PersonKey.of(key), name);
                if (other != null) {
                  fields
                      .get("keys")
                      .refuse("must be one person's, got one of " + other, "give each their own");
                }
              }
            });
    return people;
  }

  private static List<String> keys(Value list) {
    List<String> keys = new ArrayList<>();
    for (Value item : list.items("keys")) {
      String key = item.text();
      if (key != null && isKey(item, key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static boolean isKey(Value item, String key) {
    try {
      PersonKey.of(key);
      return true;
    } catch (IllegalArgumentException wrong) {
      item.refuse(
          "must be " + wrong.getMessage() + ", got " + item.shown(),
          "copy the .pub file, or the PEM");
      return false;
    }
  }

  private static Demand demand(Value value) {
    Fields fields = value.fields(List.of("where", "count", "identity"));
    SortedMap<String, String> labels = new TreeMap<>();
    Fields.any(fields.get("where").required("name the labels of the clusters"))
        .forEach(
            (label, wanted) ->
                labels.put(
                    label,
                    requireNonNullElse(
                        wanted.required("write the label's value").named(Naming.LABEL_VALUE), "")));
    return new Demand(
        labels,
        requireNonNullElse(fields.get("count").whole(1, Quorum.MOST), 1),
        identity(fields.get("identity")));
  }

  private static Identity identity(Value value) {
    String text = value.oneOf(Identity.WORDS);
    return requireNonNullElse(Identity.of(text), Identity.CLAIMED);
  }
}
