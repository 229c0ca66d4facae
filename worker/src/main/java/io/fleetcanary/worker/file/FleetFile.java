package io.fleetcanary.worker.file;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.workflow.TaskQueues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code fleet.yaml}: which clusters there are, and how to reach them. Strict: an unknown
 * field is a problem, and all problems are reported at once. Relative paths start at the file's
 * folder.
 */
public final class FleetFile {
  private static final List<String> CLUSTER =
      List.of("name", "labels", "kubeconfig", "inCluster", "prometheus", "taskQueue");
  private static final List<String> KUBECONFIG = List.of("file", "context");
  private static final List<String> PROMETHEUS = List.of("url", "matcher", "podLabel");

  private static final Naming QUEUE =
      Naming.of(
          "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(?<!-rollback)",
          100,
          "a task queue that does not end with -rollback",
          "use lower-case letters, digits, '-' and '.'");
  private static final Naming URL =
      Naming.of(
          "https?://[^\\s/?#@]+(/[^\\s?#]*)?",
          2000,
          "an http or https URL without query and credentials",
          "write the URL to which Prometheus' own /api/v1 is added");
  private static final Naming LABEL =
      Naming.of("[a-zA-Z_][a-zA-Z0-9_]*", 128, "the name of a label", "it is pod in most setups");
  private static final String MATCHER = "[a-zA-Z_][a-zA-Z0-9_]*(=|!=|=~|!~)\"([^\"\\\\]|\\\\.)*\"";
  private static final Naming MATCHERS =
      Naming.of(
          MATCHER + "(," + MATCHER + ")*",
          1000,
          "label matchers as in PromQL, without braces",
          "write e.g. cluster=\"eu-1\"");

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();
  private final SortedMap<String, String> names = new TreeMap<>();
  private final SortedMap<String, String> places = new TreeMap<>();

  private FleetFile(Path file) {
    this.file = file;
  }

  /**
   * The clusters of a fleet file.
   *
   * @throws InvalidConfigurationException with every problem, when there is any
   */
  public static FleetInventory read(Path file) {
    FleetFile reader = new FleetFile(file);
    FleetInventory fleet = reader.inventory();
    if (!reader.problems.isEmpty()) {
      throw new InvalidConfigurationException(
          file.toString(), reader.problems.stream().map(Problem::toString).toList());
    }
    return fleet;
  }

  private FleetInventory inventory() {
    Value document = new Value("", new YamlFile(file).fields(), problems);
    return new FleetInventory(
        document
            .fields(List.of("clusters"))
            .get("clusters")
            .required("name at least one cluster")
            .items("clusters")
            .stream()
            .map(this::cluster)
            .toList());
  }

  private ClusterEntry cluster(Value value) {
    int before = problems.size();
    Fields fields = value.fields(CLUSTER);
    ClusterEntry entry =
        new ClusterEntry(
            text(fields.get("name").required("name the cluster").named(Naming.DNS_LABEL)),
            labels(fields.get("labels")),
            access(fields),
            prometheus(fields.get("prometheus").required("say where its metrics are")),
            requireNonNullElse(fields.get("taskQueue").named(QUEUE), TaskQueues.CENTRAL));
    if (problems.size() == before) {
      compareWithEarlier(fields, entry);
    }
    return entry;
  }

  /** Two names for one cluster would put it into two waves. */
  private void compareWithEarlier(Fields fields, ClusterEntry entry) {
    Optional.ofNullable(names.putIfAbsent(entry.name(), entry.name()))
        .ifPresent(
            name ->
                fields
                    .get("name")
                    .refuse("must be unique, got " + name + " again", "name each cluster once"));
    String place = place(entry);
    Optional.ofNullable(places.putIfAbsent(place, entry.name()))
        .ifPresent(
            other ->
                fields.refuse(
                    "must be another cluster than " + other + ", got " + place,
                    "name each cluster once"));
  }

  private static String place(ClusterEntry cluster) {
    return switch (cluster.access()) {
      case ApiAccess.Kubeconfig reach -> "context " + reach.context() + " of " + reach.file();
      case ApiAccess.InCluster here ->
          "the cluster in which the worker for " + cluster.taskQueue() + " runs";
    };
  }

  private static SortedMap<String, String> labels(Value value) {
    SortedMap<String, String> labels = new TreeMap<>();
    Fields.any(value).forEach((name, label) -> labels.put(name, text(label.text())));
    return labels;
  }

  private ApiAccess access(Fields cluster) {
    Value inCluster = cluster.get("inCluster");
    if (!inCluster.absent() && !Boolean.TRUE.equals(inCluster.raw())) {
      inCluster.refuse("must be true, got " + inCluster.shown(), "write true or leave it out");
    }
    if (cluster.has("kubeconfig") != inCluster.absent()) {
      cluster.refuse(
          "must have either kubeconfig or inCluster", "say how its API is reached, in one way");
    }
    return cluster.has("kubeconfig")
        ? kubeconfig(cluster.get("kubeconfig").fields(KUBECONFIG))
        : new ApiAccess.InCluster();
  }

  /** The context is not taken from the file: whoever edits its current one moves no rollout. */
  private ApiAccess kubeconfig(Fields fields) {
    String config = text(fields.get("file").required("name the kubeconfig file").text());
    String context = text(fields.get("context").required("name one of its contexts").text());
    return new ApiAccess.Kubeconfig(
        file.toAbsolutePath().resolveSibling(config).normalize().toString(), context);
  }

  private static PrometheusAccess prometheus(Value value) {
    Fields fields = value.fields(PROMETHEUS);
    String url = text(fields.get("url").required("write its URL").named(URL));
    return new PrometheusAccess(
        url.replaceFirst("/+$", ""),
        text(fields.get("matcher").named(MATCHERS)),
        requireNonNullElse(fields.get("podLabel").named(LABEL), "pod"));
  }

  /** What was not written, or is a problem already, reads as nothing. */
  private static String text(@Nullable String value) {
    return requireNonNullElse(value, "");
  }
}
