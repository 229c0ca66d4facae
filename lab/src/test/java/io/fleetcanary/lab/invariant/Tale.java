package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.Entry;
import io.fleetcanary.lab.invariant.history.Entry.Event;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.History.Approval;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import io.fleetcanary.workflow.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells by hand what was written in which cluster, one write after the other. */
final class Tale {
  static final ObjectKey STABLE = new ObjectKey(Kind.DEPLOYMENT, "chat");
  static final ObjectKey CANARY = new ObjectKey(Kind.DEPLOYMENT, "chat-canary");
  static final ObjectKey CANARY_SERVICE = new ObjectKey(Kind.SERVICE, "chat-canary");
  static final ObjectKey SERVICE = new ObjectKey(Kind.SERVICE, "chat");
  static final ObjectKey ROUTE = new ObjectKey(Kind.ROUTE, "chat");
  static final ObjectKey SCALER = new ObjectKey(Kind.HPA, "chat");
  static final ObjectKey LEDGER = new ObjectKey(Kind.CONFIG_MAP, "fleetcanary-chat");

  private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");

  private final List<Entry> entries = new ArrayList<>();
  private final List<Approval> approvals = new ArrayList<>();
  private final List<Long> made = new ArrayList<>();
  private final SortedMap<String, Map<ObjectKey, JsonNode>> worlds = new TreeMap<>();
  private String cluster = "";
  private Instant now = BEGIN;
  private long version;
  private boolean byHand;

  static ObjectKey pod(String set, int number) {
    return new ObjectKey(Kind.POD, set + "-" + number);
  }

  /** What follows happens there. */
  Tale in(String name) {
    cluster = name;
    return this;
  }

  Tale after(int seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  /** Whether a person does what follows. */
  Tale byHand(boolean on) {
    byHand = on;
    return this;
  }

  Tale approved(String gate) {
    approvals.add(new Approval(gate, now));
    return this;
  }

  /** Writes an object as it is now. */
  Tale put(ObjectKey object, String json) {
    boolean there = world().put(object, tree(json)) != null;
    return add(object, there ? Event.MODIFIED : Event.ADDED, tree(json));
  }

  Tale gone(ObjectKey object) {
    JsonNode last = now(object);
    world().remove(object);
    return add(object, Event.DELETED, last);
  }

  /** Changes one text of an object. */
  Tale change(ObjectKey object, String text, String other) {
    return put(object, now(object).toString().replace(text, other));
  }

  /** What is there before anybody writes. */
  Tale found(ObjectKey object, String json) {
    world().put(object, tree(json));
    return add(object, Event.FOUND, tree(json));
  }

  History history() {
    SortedMap<String, ClusterHistory> clusters = new TreeMap<>();
    for (String name : worlds.keySet()) {
      List<Entry> own = entries.stream().filter(entry -> entry.cluster().equals(name)).toList();
      clusters.put(name, ClusterHistory.of(name, own, entry -> made.contains(entry.version())));
    }
    return new History(clusters, List.of(), approvals);
  }

  private JsonNode now(ObjectKey object) {
    return Optional.ofNullable(world().get(object)).orElseThrow();
  }

  private Map<ObjectKey, JsonNode> world() {
    return worlds.computeIfAbsent(cluster, name -> new TreeMap<>());
  }

  private Tale add(ObjectKey object, Event event, JsonNode tree) {
    version++;
    if (byHand) {
      made.add(version);
    }
    entries.add(new Entry(cluster, version, object, event, tree, now));
    return this;
  }

  private static JsonNode tree(String json) {
    try {
      return Payloads.mapper().readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(json, malformed);
    }
  }
}
