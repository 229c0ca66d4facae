package io.fleetcanary.activity.survey;

import io.fleetcanary.core.fleet.ScalerRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a survey has to say, in the order it was found, each thing once. */
final class Remarks {
  /** Longest problem, characters; Kubernetes' own messages can be long. */
  private static final int LONGEST = 300;

  /** All warnings together, bytes: a survey's result is small, whatever it saw. */
  private static final int MOST_WARNED = 350;

  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<String> routes = new ArrayList<>();
  private String identity = "";
  private ScalerRef scaler = ScalerRef.NONE;

  /** Something that refuses the rollout: the rule and what was found, then what to do. */
  void problem(String rule, String fix) {
    problem(rule + "; " + fix);
  }

  void problem(String problem) {
    problems.add(problem.length() <= LONGEST ? problem : problem.substring(0, LONGEST - 1) + "…");
  }

  void problem(Optional<String> problem) {
    problem.ifPresent(this::problem);
  }

  /** Something to know before approving. */
  void warn(String warning) {
    warnings.add(warning);
  }

  /** Something that the plan must know: a route to the Service, by its name. */
  void route(String name) {
    routes.add(name);
  }

  /** Something that the plan must know: what tells this cluster's workload from any other. */
  void identity(String uid) {
    identity = uid;
  }

  /** Something that the plan must know: what scales stable. */
  void scaler(ScalerRef ref) {
    scaler = ref;
  }

  ScalerRef scaler() {
    return scaler;
  }

  String identity() {
    return identity;
  }

  List<String> routes() {
    return List.copyOf(routes);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** As many as fit; the rest is counted. */
  List<String> warnings() {
    List<String> shown = new ArrayList<>();
    int bytes = 0;
    for (String warning : warnings) {
      bytes += warning.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST_WARNED) {
        shown.add("and " + (warnings.size() - shown.size()) + " more");
        break;
      }
      shown.add(warning);
    }
    return shown;
  }
}
