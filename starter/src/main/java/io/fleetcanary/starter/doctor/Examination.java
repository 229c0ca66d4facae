package io.fleetcanary.starter.doctor;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.server.Installation;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.preview.KnownFleet;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Looks at everything a release needs on its way, as far as Temporal sees it. */
final class Examination {
  /** Less, and a rollout of a long weekend is gone before anybody asks. */
  private static final Duration SHORT_RETENTION = Duration.ofDays(7);

  private static final Duration TOLERATED_SKEW = Duration.ofSeconds(5);

  private final Rollouts rollouts;
  private final Installation installation;
  private final Clock clock;

  Examination(Rollouts rollouts, Clock clock) {
    this.rollouts = rollouts;
    this.installation = rollouts.installation();
    this.clock = clock;
  }

  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("temporal", rollouts + ": version " + installation.version()));
    checks.add(checked("namespace", this::namespace));
    checks.add(listing());
    checks.add(checked("search", this::searchAttributes));
    checks.add(checked("queue", () -> queue(TaskQueues.CENTRAL, true)));
    checks.addAll(worker());
    return checks;
  }

  /** What fails in an unforeseen way is a finding too. */
  static Check checked(String subject, Supplier<Check> check) {
    try {
      return check.get();
    } catch (CommandException failure) {
      return Check.fail(subject, failure.getMessage(), failure.hints().toArray(String[]::new));
    }
  }

  private Check namespace() {
    Optional<Duration> kept = installation.retention();
    if (kept.isEmpty()) {
      return Check.warn("namespace", "this server cannot describe it");
    }
    String says = "histories are kept for " + Words.of(kept.get());
    return kept.get().compareTo(SHORT_RETENTION) < 0
        ? Check.warn("namespace", says, operator("namespace update") + " --retention 30d")
        : Check.ok("namespace", says);
  }

  /** Rollouts do without it. */
  private Check listing() {
    try {
      int running = rollouts.visibility().running(100).size();
      return Check.ok("list", Words.count(running, "rollout") + " running");
    } catch (CommandException cannot) {
      return Check.warn("list", cannot.getMessage(), cannot.hints().toArray(String[]::new));
    }
  }

  private Check searchAttributes() {
    Optional<SortedMap<String, IndexedValueType>> there = installation.searchAttributes();
    if (there.isEmpty()) {
      return Check.warn("search", "this server cannot tell its search attributes");
    }
    SortedMap<String, IndexedValueType> missing = new TreeMap<>(RolloutAttributes.all());
    missing.entrySet().removeAll(there.get().entrySet());
    if (missing.isEmpty()) {
      return Check.ok("search", "all search attributes are there");
    }
    return Check.warn(
        "search",
        "no search attribute "
            + String.join(", ", missing.keySet())
            + ", by which lists could be searched",
        missing.entrySet().stream().map(this::creation).toArray(String[]::new));
  }

  private String creation(Map.Entry<String, IndexedValueType> attribute) {
    String type =
        switch (attribute.getValue()) {
          case INDEXED_VALUE_TYPE_BOOL -> "Bool";
          default -> "Keyword";
        };
    return operator("search-attribute create")
        + " --name "
        + attribute.getKey()
        + " --type "
        + type;
  }

  private String operator(String command) {
    return "temporal operator " + command + " --namespace " + installation.namespace();
  }

  /** Going forward and coming back have queues of their own, and so have workflows. */
  private Check queue(String name, boolean central) {
    String back = new ClusterTarget("", name).rollbackQueue();
    List<Optional<Integer>> all = new ArrayList<>();
    all.add(installation.pollers(name, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
    all.add(installation.pollers(back, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
    if (central) {
      all.add(installation.pollers(name, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW));
    }
    if (all.stream().anyMatch(Optional::isEmpty)) {
      return Check.warn("queue", "this server cannot tell who polls " + name);
    }
    return all.stream().allMatch(pollers -> pollers.orElse(0) > 0)
        ? Check.ok("queue", "workers poll " + name + " and " + back)
        : Check.fail(
            "queue",
            "no worker polls " + name + " or " + back,
            "start one that serves it: fleetcanary worker --fleetcanary.queues=" + name);
  }

  /** The question is a workflow, so its history has the time of the server. */
  private List<Check> worker() {
    String id = "fleet/" + UUID.randomUUID();
    Instant asked = clock.instant();
    KnownFleet fleet;
    try {
      fleet = rollouts.fleet(id);
    } catch (CommandException silent) {
      return List.of(
          Check.fail("worker", silent.getMessage(), silent.hints().toArray(String[]::new)));
    }
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.ok(
            "worker", "answers, and knows " + Words.count(fleet.clusters().size(), "cluster")));
    checks.add(checked("clock", () -> skew(id, asked)));
    fleet.clusters().stream()
        .map(KnownCluster::taskQueue)
        .filter(queue -> !queue.equals(TaskQueues.CENTRAL))
        .distinct()
        .sorted()
        .forEach(queue -> checks.add(checked("queue", () -> queue(queue, false))));
    return checks;
  }

  /** The server stamped the question between our asking and now. */
  private Check skew(String id, Instant asked) {
    var stamp = rollouts.histories().first(id, "").getEventTime();
    Instant server = Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
    Instant now = clock.instant();
    Duration off =
        server.isBefore(asked)
            ? Duration.between(server, asked)
            : server.isAfter(now) ? Duration.between(now, server) : Duration.ZERO;
    return off.compareTo(TOLERATED_SKEW) > 0
        ? Check.warn(
            "clock",
            "this machine's clock and the server's differ by " + Words.between(now, now.plus(off)),
            "synchronise both, e.g. with chrony; ages on the screen are wrong until then")
        : Check.ok("clock", "agrees with the server's");
  }
}
