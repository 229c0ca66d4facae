package io.fleetcanary.activity.traffic;

import io.fleetcanary.core.plan.TrafficWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One rule of a route.
 *
 * <pre>
 * plain ──with──▶ shifted, ours ──somebody else──▶ shifted, foreign
 *   ◀── restored ──┘                                  └── restored: plain, scaled, same proportions
 * </pre>
 */
final class RouteRule {
  private static final String BACKENDS = "backendRefs";

  private final RouteWeights names;
  private final Map<String, Object> rule;
  private final List<Backend> backends = new ArrayList<>();

  /** Copies whose original somebody has removed. */
  private final List<Map<String, Object>> orphans = new ArrayList<>();

  RouteRule(RouteWeights names, Map<String, Object> rule) {
    this.names = names;
    this.rule = rule;
    List<Map<String, Object>> references = Trees.maps(rule, BACKENDS);
    references.stream()
        .filter(reference -> names.points(reference, names.canary()))
        .forEach(orphans::add);
    references.stream()
        .filter(reference -> !names.points(reference, names.canary()))
        .map(this::backend)
        .forEach(backends::add);
  }

  private Backend backend(Map<String, Object> reference) {
    boolean stable = names.points(reference, names.service());
    return new Backend(reference, stable, stable ? adopt(reference) : OptionalLong.empty());
  }

  private OptionalLong adopt(Map<String, Object> original) {
    for (int at = 0; at < orphans.size(); at++) {
      if (Backend.rest(orphans.get(at)).equals(Backend.rest(original))) {
        return OptionalLong.of(Backend.weight(orphans.remove(at)));
      }
    }
    return OptionalLong.empty();
  }

  /** Whether the rule names the Service or our canary. */
  boolean concerned() {
    return shifted() || backends.stream().anyMatch(Backend::stable);
  }

  /** Whether the rule names our canary. */
  boolean shifted() {
    return !orphans.isEmpty() || backends.stream().anyMatch(each -> each.canary().isPresent());
  }

  /** Whether it names our canary but does not weigh as we write it, for any weight. */
  boolean foreign() {
    return shifted()
        && !(orphans.isEmpty()
            && backends.stream().allMatch(Backend::scaled)
            && percents().count() <= 1
            && percents().allMatch(percent -> percent == Math.rint(percent)));
  }

  /** The canary's share; empty where it has none of ours or the rule sends nothing to either. */
  Optional<TrafficWeight> weight() {
    return shifted() && !foreign()
        ? percents().findFirst().map(percent -> new TrafficWeight(percent.intValue()))
        : Optional.empty();
  }

  /** Whether stable, or our canary, gets any requests of this rule. */
  boolean sends() {
    return backends.stream().anyMatch(each -> each.stable() && each.total() > 0);
  }

  /** How many backends the rule will have with the canary's copies. */
  int backendsWhenSplit() {
    return (int) (backends.size() + backends.stream().filter(Backend::stable).count());
  }

  Map<String, Object> with(TrafficWeight weight) {
    return concerned() ? replaced(split(plain(), weight.percent())) : rule;
  }

  Map<String, Object> withdrawn() {
    if (!shifted()) {
      return rule;
    }
    return replaced(
        Stream.concat(
                backends.stream().flatMap(this::withdrawn), adrift().map(each -> each.reference()))
            .toList());
  }

  /** Without the canary; weights as they were where they are ours, else in the same proportions. */
  Map<String, Object> restored(Map<String, Object> original) {
    if (!shifted()) {
      return rule;
    }
    List<Map<String, Object>> before = Trees.maps(original, BACKENDS);
    List<Map<String, Object>> after = new ArrayList<>();
    for (Backend backend : plain()) {
      Map<String, Object> reference = backend.reference();
      boolean known = after.size() < before.size();
      after.add(known ? asBefore(reference, before.get(after.size())) : reference);
    }
    return replaced(after);
  }

  /** Absent and 1 weigh the same; what was absent is absent again. */
  private static Map<String, Object> asBefore(
      Map<String, Object> reference, Map<String, Object> before) {
    boolean same = Backend.weight(reference) == 1 && !before.containsKey(Backend.WEIGHT);
    if (!same) {
      return reference;
    }
    Map<String, Object> bare = new LinkedHashMap<>(reference);
    bare.remove(Backend.WEIGHT);
    return bare;
  }

  private List<Backend> plain() {
    if (!shifted()) {
      return backends;
    }
    boolean foreign = foreign();
    return Stream.concat(
            backends.stream().map(each -> foreign ? each.merged() : each.unscaled()), adrift())
        .toList();
  }

  /** Orphans as stable's own: their requests must still find an answer. */
  private Stream<Backend> adrift() {
    return orphans.stream()
        .filter(orphan -> Backend.weight(orphan) > 0 || backends.isEmpty())
        .map(orphan -> Backend.renamed(orphan, names.service()))
        .map(stable -> new Backend(stable, true, OptionalLong.empty()));
  }

  private Stream<Map<String, Object>> withdrawn(Backend backend) {
    return backend.canary().isEmpty()
        ? Stream.of(backend.reference())
        : Stream.of(backend.weighing(backend.total()), backend.weighing(0, names.canary()));
  }

  private List<Map<String, Object>> split(List<Backend> plain, int percent) {
    return plain.stream().flatMap(each -> each.split(percent, names.canary())).toList();
  }

  private Stream<Double> percents() {
    return backends.stream()
        .filter(each -> each.stable() && each.total() > 0)
        .map(Backend::percent)
        .distinct();
  }

  private Map<String, Object> replaced(List<Map<String, Object>> references) {
    Map<String, Object> replaced = new LinkedHashMap<>(rule);
    replaced.put(BACKENDS, references);
    return replaced;
  }
}
