package io.fleetcanary.core.policy;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Identity;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a worker allows. Whoever can write to its Temporal namespace can ask for a rollout; this
 * decides what is done.
 *
 * @param namespaces where services may be released, each with {@code *} for any text; empty where
 *     that is anywhere
 * @param registries what an image may begin with; empty where that is anything
 * @param limits what rollouts may ask of others
 * @param people who may consent, by name; empty where nobody has said who people are
 * @param demands consents that clusters need
 * @param selfApproval whether who asks for a rollout may consent to it
 */
public record Policy(
    List<String> namespaces,
    List<String> registries,
    Limits limits,
    SortedMap<String, Person> people,
    List<Demand> demands,
    boolean selfApproval) {
  /** Everything by anybody. */
  public static final Policy NONE =
      new Policy(
          List.of(),
          List.of(),
          new Limits(Integer.MAX_VALUE, Duration.ZERO),
          new TreeMap<>(),
          List.of(),
          true);

  public Policy {
    namespaces = List.copyOf(namespaces);
    registries = List.copyOf(registries);
    people = Collections.unmodifiableSortedMap(new TreeMap<>(people));
    demands = List.copyOf(demands);
  }

  /** People with these names, or in groups with these names. */
  List<Approver> members(List<String> names) {
    return people.entrySet().stream()
        .filter(
            person ->
                names.contains(person.getKey())
                    || person.getValue().groups().stream().anyMatch(names::contains))
        .map(person -> new Approver(person.getKey(), person.getValue().keys()))
        .toList();
  }

  /**
   * What rollouts may ask of a Prometheus.
   *
   * @param metrics most metrics of one rollout
   * @param every shortest time between two looks at them
   */
  public record Limits(int metrics, Duration every) {}

  /**
   * Who somebody is.
   *
   * @param keys public Ed25519, ECDSA or RSA keys, as OpenSSH writes them or in PEM, X.509
   *     certificates included
   */
  public record Person(List<String> groups, List<String> keys) {
    public Person {
      groups = List.copyOf(groups);
      keys = List.copyOf(keys);
    }
  }

  /**
   * What the gate before a wave needs at least, when a cluster of the wave has these labels.
   *
   * @param labels all of them
   * @param count how many people
   */
  public record Demand(SortedMap<String, String> labels, int count, Identity identity) {
    public Demand {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    boolean of(SortedMap<String, String> cluster) {
      return cluster.entrySet().containsAll(labels.entrySet());
    }

    /** What both together demand, in the words of the one with more people. */
    Demand and(Demand other) {
      Demand more = count >= other.count ? this : other;
      return new Demand(more.labels, more.count, identity.or(other.identity));
    }

    String shown() {
      return "clusters with " + labels;
    }
  }
}
