package io.fleetcanary.activity.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.activity.cluster.Ledger.Left;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.core.claim.Endings;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.workflow.Payloads;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A ledger as the data of its ConfigMap. People may have to restore by hand from it: what can be
 * applied as it is, is there as it is.
 *
 * <pre>
 * state: free, forward, back or closed     rollout, run, predecessors: who holds it
 * workload, replicas, template, route.<name>: before
 * scaler: the autoscaler, how few pods it left before, and leaves meanwhile
 * written: the template of the revision
 * ended: the rollouts that have ended      bad: the revisions that failed here
 * left: what the last one that went back could not put back
 * </pre>
 */
final class LedgerText {
  private static final String FREE = "free";
  private static final String ROUTE = "route.";
  private static final String SCALER = "scaler";
  private static final String LEFT = "left";
  private static final ObjectMapper JSON = Payloads.mapper();
  private final KubernetesSerialization kubernetes;

  LedgerText(KubernetesSerialization kubernetes) {
    this.kubernetes = kubernetes;
  }

  SortedMap<String, String> write(Ledger ledger) {
    SortedMap<String, String> data = new TreeMap<>();
    data.put("state", FREE);
    ledger.state().holder().ifPresent(holder -> write(holder, data));
    data.put("ended", json(ledger.state().endings()));
    if (!ledger.bad().known().isEmpty()) {
      data.put("bad", json(ledger.bad()));
    }
    if (!ledger.left().what().isEmpty()) {
      data.put(LEFT, json(ledger.left()));
    }
    ledger.originals().ifPresent(originals -> write(originals, data));
    ledger.written().ifPresent(template -> data.put("written", kubernetes.asJson(template)));
    return data;
  }

  private void write(Holder holder, Map<String, String> data) {
    data.put("state", holder.phase().name().toLowerCase(Locale.ROOT));
    data.put("rollout", holder.rollout());
    data.put("run", holder.run());
    data.put("predecessors", json(holder.predecessors()));
  }

  private void write(Originals originals, Map<String, String> data) {
    data.put("workload", originals.workload());
    data.put("replicas", Integer.toString(originals.replicas()));
    data.put("template", kubernetes.asJson(originals.template()));
    originals.routes().forEach((name, spec) -> data.put(ROUTE + name, json(spec)));
    originals.floor().ifPresent(floor -> data.put(SCALER, json(floor)));
  }

  /** Reads what was written, unless somebody edited it, or a version wrote it that we are not. */
  Ledger read(Map<String, String> data) {
    try {
      Ledger ledger = written(data);
      boolean whole = ledger.originals().isPresent() || ledger.state().holder().isEmpty();
      return whole ? ledger : Ledger.UNREADABLE;
    } catch (IllegalArgumentException | KubernetesClientException edited) {
      return Ledger.UNREADABLE;
    }
  }

  private Ledger written(Map<String, String> data) {
    Endings endings = read(data, "ended", new TypeReference<>() {}, Endings.NONE);
    BadRevisions bad = read(data, "bad", new TypeReference<>() {}, BadRevisions.NONE);
    Left left = read(data, LEFT, new TypeReference<>() {}, Left.NOTHING);
    LedgerState state = new LedgerState(holder(data), endings);
    return new Ledger(state, originals(data), template(data, "written"), bad, left);
  }

  private static Optional<Holder> holder(Map<String, String> data) {
    String state = data.getOrDefault("state", FREE);
    if (state.equals(FREE)) {
      return Optional.empty();
    }
    List<String> predecessors =
        read(data.getOrDefault("predecessors", "[]"), new TypeReference<>() {});
    return Optional.of(
        new Holder(
            data.getOrDefault("rollout", ""),
            data.getOrDefault("run", ""),
            Phase.valueOf(state.toUpperCase(Locale.ROOT)),
            predecessors));
  }

  private Optional<Originals> originals(Map<String, String> data) {
    return template(data, "template")
        .map(
            template ->
                new Originals(
                    data.getOrDefault("workload", ""),
                    Integer.parseInt(data.getOrDefault("replicas", "1")),
                    template,
                    routes(data),
                    floor(data)));
  }

  private static SortedMap<String, Map<String, Object>> routes(Map<String, String> data) {
    SortedMap<String, Map<String, Object>> routes = new TreeMap<>();
    data.forEach(
        (key, text) -> {
          if (key.startsWith(ROUTE)) {
            routes.put(key.substring(ROUTE.length()), read(text, new TypeReference<>() {}));
          }
        });
    return routes;
  }

  private static Optional<Floor> floor(Map<String, String> data) {
    return Optional.ofNullable(data.get(SCALER))
        .map(text -> read(text, new TypeReference<Floor>() {}));
  }

  private Optional<PodTemplateSpec> template(Map<String, String> data, String key) {
    return Optional.ofNullable(data.get(key))
        .map(text -> kubernetes.unmarshal(text, PodTemplateSpec.class));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <T> T read(
      Map<String, String> data, String key, TypeReference<T> type, T otherwise) {
    return Optional.ofNullable(data.get(key)).map(text -> read(text, type)).orElse(otherwise);
  }

  private static <T> T read(String text, TypeReference<T> type) {
    try {
      T value = JSON.readValue(text, type);
      return Optional.ofNullable(value).orElseThrow(IllegalArgumentException::new);
    } catch (JsonProcessingException edited) {
      throw new IllegalArgumentException(edited);
    }
  }
}
