package io.fleetcanary.core.policy;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.spec.RolloutSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a policy allows a rollout. */
public final class PolicyCheck {
  private final Policy policy;
  private final RolloutSpec spec;
  private final List<Problem> problems = new ArrayList<>();

  private PolicyCheck(Policy policy, RolloutSpec spec) {
    this.policy = policy;
    this.spec = spec;
  }

  /** The quorums of a rollout, or all that the policy has against it. */
  public static Checked<Quorums> check(Policy policy, RolloutSpec spec, List<SelectedWave> waves) {
    PolicyCheck check = new PolicyCheck(policy, spec);
    check.place();
    check.limits();
    Quorums quorums = new QuorumCheck(policy, spec, waves, check.problems).quorums();
    return check.problems.isEmpty()
        ? new Checked.Valid<>(quorums)
        : new Checked.Invalid<>(check.problems);
  }

  private void place() {
    String namespace = spec.namespace();
    if (!policy.namespaces().isEmpty()
        && policy.namespaces().stream().noneMatch(it -> fits(it, namespace))) {
      refuse(
          "namespace",
          "must be one that the policy allows, got \"" + namespace + "\"",
          "use " + String.join(", ", policy.namespaces()));
    }
    String image = spec.revision().image();
    if (image != null
        && !policy.registries().isEmpty()
        && policy.registries().stream()
            .noneMatch(it -> image.startsWith(it.endsWith("/") ? it : it + "/"))) {
      refuse(
          "revision.image",
          "must come from a registry that the policy allows, got \"" + image + "\"",
          "use one that begins with " + String.join(" or ", policy.registries()));
    }
  }

  private static boolean fits(String pattern, String name) {
    String regex =
        Stream.of(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((left, right) -> left + ".*" + right)
            .orElse("");
    return name.matches(regex);
  }

  private void limits() {
    int metrics = spec.analysis().metrics().size();
    if (metrics > policy.limits().metrics()) {
      refuse(
          "analysis.metrics",
          "must be at most " + policy.limits().metrics() + " by the policy, got " + metrics,
          "leave some out");
    }
    Duration every = requireNonNullElse(spec.analysis().every(), AnalysisTemplate.EVERY);
    Duration least = policy.limits().every();
    if (every.compareTo(least) < 0) {
      refuse(
          "analysis.every",
          "must be at least %s by the policy, got %s"
              .formatted(DurationText.print(least), DurationText.print(every)),
          "look less often");
    }
  }

  private void refuse(String path, String rule, String fix) {
    problems.add(new Problem(path, rule, fix));
  }

  /**
   * Whose consents a rollout needs.
   *
   * @param gates one for each wave's
   * @param holds to go on without evidence
   */
  public record Quorums(List<Quorum> gates, Quorum holds) {
    public Quorums {
      gates = List.copyOf(gates);
    }
  }
}
