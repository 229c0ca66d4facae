package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.LabFleet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names of stable's pods in every cluster, before a rollout and after it. */
final class StablePods implements Beside {
  private final LabFleet fleet;
  private final String namespace;
  private final String image;
  private SortedMap<String, List<String>> before = new TreeMap<>();
  private SortedMap<String, List<String>> after = new TreeMap<>();

  StablePods(Scene scene) {
    fleet = scene.fleet();
    namespace = scene.namespace();
    image = scene.image("stable");
  }

  @Override
  public void open() {
    before = now();
  }

  @Override
  public void close() {
    after = now();
  }

  /** None was restarted, none came or went. */
  void haveStayed() {
    assertThat(before.values()).isNotEmpty().allSatisfy(pods -> assertThat(pods).isNotEmpty());
    assertThat(after).as("pods of stable").isEqualTo(before);
  }

  private SortedMap<String, List<String>> now() {
    SortedMap<String, List<String>> pods = new TreeMap<>();
    fleet.clusters().forEach(cluster -> pods.put(cluster, in(cluster)));
    return pods;
  }

  private List<String> in(String cluster) {
    return fleet.admin(cluster).pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getSpec().getContainers().getFirst().getImage().equals(image))
        .map(pod -> pod.getMetadata().getName() + " since " + pod.getMetadata().getUid())
        .sorted()
        .toList();
  }
}
