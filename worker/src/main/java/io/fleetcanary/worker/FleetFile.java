package io.fleetcanary.worker;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads {@code fleet.yaml}: which clusters there are, and how to reach them. Strict: an unknown key
 * is a problem, and all problems are reported at once. Relative paths start at the file's folder.
 */
final class FleetFile {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern QUEUE =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,98}[a-z0-9])?(?<!-rollback)");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern MATCHERS =
      Pattern.compile("(" + matcher() + "(," + matcher() + ")*)?");

  private final Path file;
  private final List<String> problems = new ArrayList<>();
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
  static FleetInventory read(Path file) {
    FleetFile reader = new FleetFile(file);
    FleetInventory fleet = reader.inventory();
    if (!reader.problems.isEmpty()) {
      throw new InvalidConfigurationException(file.toString(), reader.problems);
    }
    return fleet;
  }

  private FleetInventory inventory() {
    Fields root = Fields.of(content(), problems);
    List<ClusterEntry> clusters = root.list("clusters").stream().map(this::cluster).toList();
    root.refuseOthers();
    return new FleetInventory(clusters);
  }

  private @Nullable Object content() {
    LoadSettings strict =
        LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build();
    try {
      return new Load(strict).loadFromString(Files.readString(file));
    } catch (IOException unreadable) {
      throw new InvalidConfigurationException(
          file.toString(), List.of("must be a readable file, got " + unreadable));
    } catch (YamlEngineException malformed) {
      throw new InvalidConfigurationException(
          file.toString(), List.of("must be YAML: " + malformed.getMessage()));
    }
  }

  private ClusterEntry cluster(Fields fields) {
    int before = problems.size();
    ClusterEntry entry =
        new ClusterEntry(
            fields.text("name", DNS_LABEL, "a DNS label such as eu-1"),
            fields.texts("labels"),
            access(fields),
            prometheus(fields.fields("prometheus")),
            fields.text(
                "taskQueue",
                TaskQueues.CENTRAL,
                QUEUE,
                "a task queue such as eu-1, not ending with -rollback"));
    fields.refuseOthers();
    if (problems.size() == before) {
      compareWithEarlier(fields, entry);
    }
    return entry;
  }

  private void compareWithEarlier(Fields fields, ClusterEntry entry) {
    Optional.ofNullable(names.putIfAbsent(entry.name(), entry.name()))
        .ifPresent(name -> fields.problem("name", "must be unique, got " + name + " again"));
    String place = place(entry);
    Optional.ofNullable(places.putIfAbsent(place, entry.name()))
        .ifPresent(
            other ->
                fields.problem(
                    "", "must be another cluster than %s, got %s".formatted(other, place)));
  }

  /** Where it really is. Two names for one cluster would put it into two waves. */
  private static String place(ClusterEntry cluster) {
    return switch (cluster.access()) {
      case ApiAccess.Kubeconfig reach -> "context " + reach.context() + " of " + reach.file();
      case ApiAccess.InCluster here ->
          "the cluster in which the worker for " + cluster.taskQueue() + " runs";
    };
  }

  private ApiAccess access(Fields cluster) {
    boolean inCluster = cluster.flag("inCluster");
    if (cluster.has("kubeconfig") == inCluster) {
      cluster.problem("", "must have either kubeconfig or inCluster: true");
    }
    return inCluster || !cluster.has("kubeconfig")
        ? new ApiAccess.InCluster()
        : kubeconfig(cluster.fields("kubeconfig"));
  }

  /** The context is not taken from the file: whoever edits its current one moves no rollout. */
  private ApiAccess kubeconfig(Fields fields) {
    Path config = file.toAbsolutePath().resolveSibling(fields.text("file"));
    ApiAccess access =
        new ApiAccess.Kubeconfig(config.normalize().toString(), fields.text("context"));
    fields.refuseOthers();
    return access;
  }

  private static PrometheusAccess prometheus(Fields fields) {
    PrometheusAccess access =
        new PrometheusAccess(
            fields.url("url"),
            fields.text("matcher", "", MATCHERS, "label matchers such as cluster=\"eu-1\""),
            fields.text("podLabel", "pod", LABEL_NAME, "the name of a label"));
    fields.refuseOthers();
    return access;
  }

  private static String matcher() {
    return "[a-zA-Z_][a-zA-Z0-9_]*(=|!=|=~|!~)\"([^\"\\\\]|\\\\.)*\"";
  }
}
