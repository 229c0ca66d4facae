package io.fleetcanary.worker.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFileTest {
  private static final String FULL_OF_PROBLEMS =
      """
      clusters:
        - name: EU_1
          labels: {tier: 1}
          kubeconfig: {file: eu-1.yaml}
          inCluster: true
          prometheus: {url: "ftp://metrics", matcher: "{cluster}", podlabel: pod}
          taskQueue: eu-1-rollback
        - name: eu-2
        - just a text
      cluster: []
      """;

  private static final String PROBLEMS =
      """
      cluster: is not a field here; did you mean clusters?
      clusters[0].name: must be a DNS label of at most 63 characters, got "EU_1"; use lower-case letters, digits and '-', with a letter or digit at both ends
      clusters[0].labels.tier: must be text, got the number 1; write it in quotes
      clusters[0]: must have either kubeconfig or inCluster; say how its API is reached, in one way
      clusters[0].kubeconfig.context: must be given; name one of its contexts
      clusters[0].prometheus.podlabel: is not a field here; did you mean podLabel?
      clusters[0].prometheus.url: must be an http or https URL without query and credentials, got "ftp://metrics"; write the URL to which Prometheus' own /api/v1 is added
      clusters[0].prometheus.matcher: must be label matchers as in PromQL, without braces, got "{cluster}"; write e.g. cluster="eu-1"
      clusters[0].taskQueue: must be a task queue that does not end with -rollback, got "eu-1-rollback"; use lower-case letters, digits, '-' and '.'
      clusters[1]: must have either kubeconfig or inCluster; say how its API is reached, in one way
      clusters[1].prometheus: must be given; say where its metrics are
      clusters[2]: must be an object, got "just a text"; write its fields""";

  @TempDir private Path folder;

  @Test
  void readsEveryField() {
    FleetInventory fleet =
        read(
            """
            clusters:
              - name: eu-1
                labels: {region: eu, tier: first}
                kubeconfig: {file: kube/eu-1.yaml, context: release}
                prometheus:
                  url: https://metrics.example/eu/
                  matcher: 'cluster="eu-1",env=~"prod|stage"'
                  podLabel: exported_pod
                taskQueue: eu-1
            """);

    assertThat(fleet.clusters())
        .containsExactly(
            new ClusterEntry(
                "eu-1",
                new TreeMap<>(Map.of("region", "eu", "tier", "first")),
                new ApiAccess.Kubeconfig(folder + "/kube/eu-1.yaml", "release"),
                new PrometheusAccess(
                    "https://metrics.example/eu",
                    "cluster=\"eu-1\",env=~\"prod|stage\"",
                    "exported_pod"),
                "eu-1"));
  }

  @Test
  void needsNoMoreThanNameAccessAndPrometheus() {
    FleetInventory fleet =
        read(
            """
            clusters:
              - name: eu-2
                inCluster: true
                prometheus: {url: "http://prometheus.monitoring:9090"}
            """);

    assertThat(fleet.clusters())
        .containsExactly(
            new ClusterEntry(
                "eu-2",
                new TreeMap<>(),
                new ApiAccess.InCluster(),
                new PrometheusAccess("http://prometheus.monitoring:9090", "", "pod"),
                "fleetcanary"));
  }

  @Test
  void leavesAbsolutePathsAlone() {
    FleetInventory fleet =
        read(
            """
            clusters:
              - name: eu-1
                kubeconfig: {file: /etc/fleetcanary/eu-1.yaml, context: release}
                prometheus: {url: "http://prometheus:9090"}
            """);

    assertThat(fleet.clusters().getFirst().access())
        .isEqualTo(new ApiAccess.Kubeconfig("/etc/fleetcanary/eu-1.yaml", "release"));
  }

  @Test
  void reportsEveryProblemAtOnceWithItsPath() {
    assertThatThrownBy(() -> read(FULL_OF_PROBLEMS))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(folder + "/fleet.yaml:\n" + PROBLEMS.indent(2).stripTrailing());
  }

  @Test
  void refusesTwoNamesForOneCluster() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    clusters:
                      - name: eu-1
                        kubeconfig: {file: all.yaml, context: eu}
                        prometheus: {url: "http://prometheus:9090"}
                      - name: eu-2
                        kubeconfig: {file: ./all.yaml, context: eu}
                        prometheus: {url: "http://prometheus:9090"}
                      - name: eu-1
                        inCluster: true
                        prometheus: {url: "http://prometheus:9090"}
                      - name: eu-3
                        inCluster: true
                        prometheus: {url: "http://prometheus:9090"}
                    """))
        .hasMessage(
            """
            %1$s/fleet.yaml:
              clusters[1]: must be another cluster than eu-1, got context eu of %1$s/all.yaml; name each cluster once
              clusters[2].name: must be unique, got eu-1 again; name each cluster once
              clusters[3]: must be another cluster than eu-1, got the cluster in which the worker for fleetcanary runs; name each cluster once"""
                .formatted(folder));
  }

  @Test
  void refusesAKeyWrittenTwice() {
    assertThatThrownBy(() -> read("clusters: []\nclusters: []\n"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            folder
                + "/fleet.yaml:\n  line 2, column 1: must be YAML, got: found duplicate key clusters");
  }

  @Test
  void refusesAFleetWithoutClusters() {
    assertThatThrownBy(() -> read(""))
        .hasMessage(folder + "/fleet.yaml:\n  must be an object; write its fields");
  }

  @Test
  void saysWhichFileIsMissing() {
    Path nowhere = folder.resolve("nowhere.yaml");

    assertThatThrownBy(() -> FleetFile.read(nowhere))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(nowhere + ":\n  must be a readable file, got none of this name");
  }

  @Test
  void refusesWhatIsNestedTooDeepForAnyParser() {
    assertThatThrownBy(() -> read("clusters: " + "[".repeat(3000) + "]".repeat(3000)))
        .hasMessage(
            folder
                + "/fleet.yaml:\n  line 1, column 30: must be nested at most 20 deep; flatten it");
  }

  @Test
  void wantsTheContextThatIsNamed() throws IOException {
    FleetInventory fleet =
        read(
            "clusters:\n"
                + named("eu-1", "all.yaml", "eu-one")
                + named("eu-2", "all.yaml", "eu-2")
                + named("eu-3", "text.yaml", "eu-3")
                + named("eu-4", "broken.yaml", "eu-4")
                + named("eu-5", "empty.yaml", "eu-5"));
    kubeconfig("all.yaml", "eu-1", "eu-2");
    Files.writeString(folder.resolve("text.yaml"), "just a text");
    Files.writeString(folder.resolve("broken.yaml"), "contexts: [a: b: c]");
    Files.createFile(folder.resolve("empty.yaml"));

    List<String> problems = new ServedClusters(fleet, List.of("fleetcanary")).problems();

    assertThat(problems)
        .containsExactly(
            "kubeconfig of eu-1 must have context eu-one, got [eu-1, eu-2] in "
                + folder
                + "/all.yaml",
            "kubeconfig of eu-3 must be a kubeconfig, got " + folder + "/text.yaml",
            "kubeconfig of eu-4 must be a kubeconfig, got " + folder + "/broken.yaml",
            "kubeconfig of eu-5 must have context eu-5, got [] in " + folder + "/empty.yaml");
  }

  @Test
  void wantsTheFilesOfTheClustersThatAreServedHere() throws IOException {
    FleetInventory fleet =
        read(
            """
            clusters:
              - name: eu-1
                kubeconfig: {file: eu-1.yaml, context: release}
                prometheus: {url: "http://prometheus:9090"}
              - name: eu-2
                kubeconfig: {file: eu-2.yaml, context: release}
                prometheus: {url: "http://prometheus:9090"}
              - name: us-1
                kubeconfig: {file: us-1.yaml, context: release}
                prometheus: {url: "http://prometheus:9090"}
                taskQueue: us-1
            """);
    kubeconfig("eu-1.yaml", "release");

    List<String> problems = new ServedClusters(fleet, List.of("fleetcanary", "us-2")).problems();

    assertThat(problems)
        .containsExactly(
            "fleetcanary.queues must be among fleetcanary, us-1, got us-2",
            "kubeconfig of eu-2 must be a readable file, got " + folder + "/eu-2.yaml");
  }

  private static String named(String name, String file, String context) {
    return """
        - name: %s
          kubeconfig: {file: %s, context: %s}
          prometheus: {url: "http://prometheus:9090"}
        """
        .formatted(name, file, context);
  }

  private void kubeconfig(String name, String... contexts) throws IOException {
    String named =
        Arrays.stream(contexts)
            .map("- {name: %s, context: {cluster: c, user: u}}\n"::formatted)
            .collect(Collectors.joining());
    Files.writeString(folder.resolve(name), "apiVersion: v1\nkind: Config\ncontexts:\n" + named);
  }

  private FleetInventory read(String yaml) {
    try {
      return FleetFile.read(Files.writeString(folder.resolve("fleet.yaml"), yaml));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
