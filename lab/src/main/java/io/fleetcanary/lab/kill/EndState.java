package io.fleetcanary.lab.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.Entry;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import io.fleetcanary.lab.invariant.history.Pods;
import io.fleetcanary.lab.invariant.history.World;
import io.fleetcanary.workflow.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rollout has left: what each object asks for, which pods there are, how many have been made
 * on the way, and what the rollout says of itself. Without what differs from one rollout to the
 * next by itself: names, ids, times and versions that are made anew each time, and numbers in
 * reasons.
 *
 * @param parts by cluster, kind and name
 */
public record EndState(SortedMap<String, String> parts) {
  private static final List<String> OF_THE_SERVER =
      List.of("uid", "creationTimestamp", "ownerReferences", "generateName");
  private static final List<String> ADDRESSES = List.of("clusterIP", "clusterIPs");

  private static final String VERSION = "(resourceVersion\\\\*\": ?\\\\*\")\\d+";
  private static final String ROLLOUT = "-\\d{14}-[0-9a-f]{4}\\b";
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
  private static final String TOKEN_VOLUME = "(kube-api-access-)[a-z0-9]{5}";
  private static final String NUMBER = "\\b\\d+(\\.\\d+)?\\b";

  /** Why a rollout ended, as the ledger remembers it. */
  private static final Pattern WHY = Pattern.compile("why\\\\*\": ?\\\\*\"[^\"\\\\]*");

  private static final int SHOWN = 160;

  public EndState {
    parts = new TreeMap<>(parts);
  }

  static EndState of(History history, FleetOutcome outcome, String namespace) {
    SortedMap<String, String> parts = new TreeMap<>();
    String said = Payloads.mapper().valueToTree(outcome).toString();
    parts.put("outcome", anonymous(said, namespace).replaceAll(NUMBER, "#"));
    history.clusters().values().forEach(cluster -> add(cluster, namespace, parts));
    return new EndState(parts);
  }

  /** What differs, a line each; empty if nothing does. */
  List<String> differencesTo(EndState reference) {
    SortedSet<String> all = new TreeSet<>(parts.keySet());
    all.addAll(reference.parts.keySet());
    List<String> differences = new ArrayList<>();
    for (String part : all) {
      String is = parts.getOrDefault(part, "nothing");
      String expected = reference.parts.getOrDefault(part, "nothing");
      if (!is.equals(expected)) {
        int from = Math.max(0, common(is, expected) - SHOWN / 4);
        differences.add(
            "%s must be …%s, got …%s".formatted(part, shown(expected, from), shown(is, from)));
      }
    }
    return differences;
  }

  private static int common(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String shown(String text, int from) {
    int begin = Math.min(from, text.length());
    return text.substring(begin, Math.min(text.length(), begin + SHOWN));
  }

  private static void add(
      ClusterHistory cluster, String namespace, SortedMap<String, String> parts) {
    World end = cluster.moments().isEmpty() ? cluster.begin() : cluster.moments().getLast().after();
    end.objects()
        .forEach(
            (object, tree) -> {
              String part = cluster.cluster() + ": " + name(object, tree);
              parts.merge(part, anonymous(lasting(tree), namespace), (one, next) -> one + next);
            });
    SortedMap<String, Integer> made = new TreeMap<>();
    cluster.moments().stream()
        .map(Moment::entry)
        .filter(entry -> entry.object().kind() == Kind.POD && entry.event() == Entry.Event.ADDED)
        .forEach(entry -> made.merge(Pods.owner(entry.tree()), 1, Integer::sum));
    made.forEach(
        (owner, pods) -> parts.put(cluster.cluster() + ": pods made of " + owner, "" + pods));
  }

  /** Pods of one owner are alike. */
  private static String name(ObjectKey object, JsonNode tree) {
    return object.kind() == Kind.POD ? "pods of " + Pods.owner(tree) : object.toString();
  }

  private static String lasting(JsonNode tree) {
    JsonNode asked = Moment.asked(tree);
    if (asked.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(OF_THE_SERVER);
      if (!Pods.owner(tree).isEmpty()) {
        metadata.remove("name");
      }
    }
    if (asked.get("spec") instanceof ObjectNode spec) {
      spec.remove(ADDRESSES);
      spec.remove("nodeName");
    }
    return asked.toString();
  }

  private static String anonymous(String text, String namespace) {
    return WHY.matcher(text)
        .replaceAll(why -> Matcher.quoteReplacement(why.group().replaceAll(NUMBER, "#")))
        .replace(namespace, "<namespace>")
        .replaceAll(VERSION, "$1#")
        .replaceAll(ROLLOUT, "-<rollout>")
        .replaceAll(UUID, "<id>")
        .replaceAll(TIME, "<time>")
        .replaceAll(TOKEN_VOLUME, "$1*");
  }
}
