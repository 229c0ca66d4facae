package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.lab.invariant.history.Entry.Event;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.Pods;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Nothing is written but what the docs say (I12): of the user's objects the backends of routes, the
 * pod template's image, variables and arguments, the number of pods (which {@link Capacity}
 * judges), of the autoscaler how few pods it leaves, as the ledger has it, and the mark; our own
 * objects, and nothing else in the namespace.
 */
final class Fields {
  /** Put into every namespace by its cluster, when it has the time. */
  private static final String CLUSTERS_OWN = "kube-root-ca.crt";

  private static final List<String> OF_REVISION = List.of("image", "env", "args");

  private final Intent intent;

  private Fields(Intent intent) {
    this.intent = intent;
  }

  static Stream<Violation> check(History history, Intent intent) {
    Fields fields = new Fields(intent);
    return history.written().flatMap(moment -> fields.at(moment).stream());
  }

  private Optional<Violation> at(Moment moment) {
    if (moment.of(Kind.POD) || moment.of(Kind.REPLICA_SET)) {
      return controlled(moment);
    }
    if (moment.object().equals(intent.ledger())
        || moment.object().name().equals(CLUSTERS_OWN)
        || created(moment)) {
      return Optional.empty();
    }
    if (moment.was().isEmpty() || moment.is().isEmpty()) {
      String what = moment.is().isEmpty() ? "must not be removed" : "must not be created";
      return Optional.of(Violation.at(moment, Invariant.I12, what));
    }
    JsonNode was = undeclared(moment, moment.was().get());
    JsonNode is = undeclared(moment, moment.is().get());
    return was.equals(is)
        ? floor(moment)
        : Optional.of(
            Violation.at(moment, Invariant.I12, "must not be changed at " + where("", was, is)));
  }

  /**
   * Of the recorded autoscaler the floor, raised while going forward, before or put back at the
   * end.
   */
  private Optional<Violation> floor(Moment moment) {
    Optional<Integer> was = Pods.floor(moment.object().kind(), moment.was());
    Optional<Integer> is = Pods.floor(moment.object().kind(), moment.is());
    LedgerSeen ledger = LedgerSeen.in(moment.before(), intent);
    Optional<Claim> mark = Marks.of(moment.is(), intent);
    boolean declared =
        ledger.records(moment.object())
            && (mark.isEmpty()
                ? is.equals(ledger.floor())
                : Marks.forward(mark) && is.equals(ledger.raised()));
    return was.equals(is) || declared
        ? Optional.empty()
        : Optional.of(
            Violation.at(
                moment,
                Invariant.I12,
                "its floor must not be changed so, got %s after %s"
                    .formatted(said(is), said(was))));
  }

  private static String said(Optional<Integer> floor) {
    return floor.map(String::valueOf).orElse("none");
  }

  /** Whether this is the coming or going of an object of ours. */
  private boolean created(Moment moment) {
    boolean ours =
        moment.object().equals(intent.canary()) || moment.object().equals(intent.canaryService());
    return ours && (moment.was().isEmpty() || moment.is().isEmpty());
  }

  private static Optional<Violation> controlled(Moment moment) {
    boolean stray =
        moment.entry().event() == Event.ADDED
            && moment.is().filter(is -> Pods.owner(is).isEmpty()).isPresent();
    return stray
        ? Optional.of(Violation.at(moment, Invariant.I12, "must have an owner"))
        : Optional.empty();
  }

  /** The object without what may be written. */
  private JsonNode undeclared(Moment moment, JsonNode object) {
    ObjectNode rest = Moment.asked(object).deepCopy();
    unmark(rest);
    ObjectNode spec = rest.withObject("/spec");
    moment.object().kind().floor().ifPresent(spec::remove);
    if (moment.of(Kind.ROUTE)) {
      spec.path("rules").forEach(this::withoutWeights);
    } else if (moment.object().equals(intent.canary())) {
      spec.remove(List.of("replicas", "template"));
    } else if (moment.object().equals(intent.stable())) {
      spec.remove("replicas");
      spec.path("template")
          .path("spec")
          .path("containers")
          .forEach(container -> withoutRevision((ObjectNode) container));
    }
    return rest;
  }

  private void unmark(ObjectNode object) {
    ObjectNode metadata = object.withObject("/metadata");
    if (metadata.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(Marks.key(intent));
      if (annotations.isEmpty()) {
        metadata.remove("annotations");
      }
    }
  }

  /** Of a rule, its backends but for their weights, and for the canary's. */
  private void withoutWeights(JsonNode rule) {
    if (rule.path("backendRefs") instanceof ArrayNode backends) {
      for (int at = backends.size() - 1; at >= 0; at--) {
        ObjectNode backend = (ObjectNode) backends.get(at);
        backend.remove("weight");
        if (backend.path("name").asText().equals(intent.canaryName())) {
          backends.remove(at);
        }
      }
    }
  }

  private void withoutRevision(ObjectNode container) {
    if (intent.container().map(container.path("name").asText()::equals).orElse(true)) {
      container.remove(OF_REVISION);
    }
  }

  /** The first place in which two trees differ. */
  private static String where(String path, JsonNode was, JsonNode is) {
    if (was instanceof ObjectNode one && is instanceof ObjectNode other) {
      Set<String> names = new TreeSet<>();
      one.fieldNames().forEachRemaining(names::add);
      other.fieldNames().forEachRemaining(names::add);
      return names.stream()
          .filter(name -> !one.path(name).equals(other.path(name)))
          .findFirst()
          .map(name -> where(path + "/" + name, one.path(name), other.path(name)))
          .orElse(path);
    }
    return path + ", got " + is + " after " + was;
  }
}
