package io.fleetcanary.core.spec;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.PlainTree;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec strictly: a field nobody knows, a missing unit or an impossible plan is refused, all
 * of them at once. What is not built yet is refused with a reason.
 */
public final class SpecReader {
  /** Clusters of one rollout; its history has room for no more. */
  public static final int MOST_CLUSTERS = 2000;

  /** Longer than any release; beyond it somebody has mistaken the unit. */
  static final Duration LONGEST = Duration.ofDays(30);

  static final Duration SHORTEST = Duration.ofMillis(1);

  /** A worker or an API server that is started anew is no trouble of a cluster. */
  private static final Duration SOONEST_GIVEN_UP = Duration.ofMinutes(1);

  /** The history of a cluster's run has room for as many tries. */
  private static final Duration LATEST_GIVEN_UP = Duration.ofDays(1);

  private final Fields fields;
  private final boolean again;
  private final @Nullable String by;
  private final @Nullable String promote;
  private final @Nullable Duration drain;

  private SpecReader(Value document) {
    fields = document.fields(SpecForm.ROLLOUT.names());
    again = fields.get("again").flag();
    by = fields.get("by").named(Naming.PERSON);
    promote = fields.get("promote").oneOf(List.of("patch", "handOver"));
    drain = fields.get("drain").duration(Duration.ZERO, LONGEST);
  }

  /**
   * Reads a whole document.
   *
   * @param tree maps, lists, texts, numbers, booleans and nulls, as a JSON or YAML parser leaves
   *     them
   */
  public static Checked<RolloutSpec> read(@Nullable Object tree) {
    List<Problem> problems = new ArrayList<>();
    PlainTree.excess(tree).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      return new Checked.Invalid<>(problems);
    }
    Value document = new Value("", tree, problems);
    SpecReader reader = new SpecReader(document.required("write a spec"));
    reader.refuseWhatIsNotBuilt();
    RolloutSpec spec = reader.spec();
    return spec != null && problems.isEmpty()
        ? new Checked.Valid<>(spec)
        : new Checked.Invalid<>(problems);
  }

  private @Nullable RolloutSpec spec() {
    String service =
        fields.get("service").required("name the Service that callers use").named(Naming.SERVICE);
    String namespace = namespace();
    RolloutSpec.Revision revision = RevisionReader.read(fields.get("revision"));
    String workload = workload(service);
    RolloutSpec.Traffic traffic = traffic();
    Duration readyWithin = fields.get("readyWithin").duration(SHORTEST, LONGEST);
    List<RolloutSpec.Step> steps = StepReader.read(fields.get("steps"));
    List<RolloutSpec.Wave> waves = WaveReader.read(fields.get("waves"));
    RolloutSpec.Analysis analysis = AnalysisReader.read(fields.get("analysis"));
    RolloutSpec.Failure failure = failure();
    return service == null || namespace == null || revision == null
        ? null
        : new RolloutSpec(
            service,
            namespace,
            revision,
            workload,
            traffic,
            readyWithin,
            drain,
            steps,
            waves,
            analysis,
            failure,
            again,
            by,
            "handOver".equals(promote));
  }

  private @Nullable String namespace() {
    return fields.get("namespace").required("name its namespace").named(Naming.DNS_LABEL);
  }

  private void refuseWhatIsNotBuilt() {
    fields.get("capacity").only("surge", "borrow is not built yet");
  }

  private @Nullable String workload(@Nullable String service) {
    Fields reference = fields.get("workload").fields(SpecForm.WORKLOAD.names());
    String name = name(reference, "Deployment");
    if (name != null && name.equals(service + "-canary")) {
      reference
          .get("name")
          .refuse("must not be the canary's own name, got \"" + name + "\"", "name the stable one");
    }
    return name;
  }

  private RolloutSpec.Traffic traffic() {
    Fields traffic = fields.get("traffic").fields(SpecForm.TRAFFIC.names());
    return new RolloutSpec.Traffic(
        name(traffic, "HTTPRoute"),
        traffic
            .get("routed")
            .percent("above 0% and up to 100%", it -> it.isAbove(0) && !it.isAbove(100)),
        traffic.get("routedRequests").named(MetricReader.SELECTOR));
  }

  private static @Nullable String name(Fields reference, String kind) {
    reference.get("kind").only(kind, "other kinds are not built yet");
    return reference.get("name").named(Naming.DNS_NAME);
  }

  private RolloutSpec.Failure failure() {
    Fields failure = fields.get("failure").fields(SpecForm.FAILURE.names());
    String scope = failure.get("scope").oneOf(List.of("cluster", "wave", "fleet"));
    return new RolloutSpec.Failure(
        scope == null ? null : RolloutSpec.Scope.valueOf(scope.toUpperCase(Locale.ROOT)),
        failure.get("budget").whole(0, MOST_CLUSTERS),
        failure.get("reachWithin").duration(SOONEST_GIVEN_UP, LATEST_GIVEN_UP),
        "count".equals(failure.get("unreachable").oneOf(List.of("ask", "count"))));
  }
}
