package io.fleetcanary.lab.invariant.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fleetcanary.lab.invariant.history.Entry.Event;
import io.fleetcanary.workflow.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where all watches of one cluster write what they hear. */
final class Sink {
  private final String cluster;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final SortedMap<ObjectKey, Entry> last = new TreeMap<>();

  Sink(String cluster) {
    this.cluster = cluster;
  }

  /** Writes a revision down, unless it is known. */
  synchronized void add(Kind kind, Event event, GenericKubernetesResource object) {
    Instant now = Instant.now();
    ObjectKey key = new ObjectKey(kind, object.getMetadata().getName());
    long version = Long.parseLong(object.getMetadata().getResourceVersion());
    Entry known = last.get(key);
    if (known == null || known.version() < version) {
      put(new Entry(cluster, version, key, event, tree(object), now));
    }
  }

  /** Writes down that an object went while nobody was looking. */
  synchronized void miss(ObjectKey object, long version) {
    Entry known = last.get(object);
    if (known != null && known.event().present() && known.version() <= version) {
      put(new Entry(cluster, version, object, Event.MISSED, known.tree(), Instant.now()));
    }
  }

  private void put(Entry entry) {
    entries.add(entry);
    last.put(entry.object(), entry);
  }

  synchronized void gap(String sentence) {
    gaps.add(sentence);
  }

  /** What is there, as far as is known. */
  synchronized List<ObjectKey> present(Kind kind) {
    return last.values().stream()
        .filter(entry -> entry.event().present())
        .map(Entry::object)
        .filter(object -> object.kind() == kind)
        .toList();
  }

  /** Whether a revision of this object, or a newer one, has been written down. */
  synchronized boolean knows(ObjectKey object, long version) {
    Entry known = last.get(object);
    return known != null && known.version() >= version;
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  private static JsonNode tree(GenericKubernetesResource object) {
    try {
      JsonNode tree = Payloads.mapper().readTree(Serialization.asJson(object));
      if (tree.get("metadata") instanceof ObjectNode metadata) {
        metadata.remove("managedFields");
      }
      return tree;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
