package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps as many pods of each replica set as it asks for. */
public final class ReplicaSets implements Controller {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final KubernetesClient client;

  public ReplicaSets(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(Snapshot seen) {
    seen.replicaSets().stream()
        .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
        .forEach(set -> reconcile(set, seen.activePodsOf(set)));
  }

  private void reconcile(ReplicaSet set, List<Pod> pods) {
    int wanted = size(set);
    for (int i = pods.size(); i < wanted; i++) {
      client.resource(newPod(set)).create();
    }
    pods.stream()
        .sorted(LEAST_MISSED_FIRST)
        .limit(Math.max(0, pods.size() - wanted))
        .forEach(pod -> client.resource(pod).delete());
    ReplicaSetStatus status = status(set, pods);
    if (!status.equals(set.getStatus())) {
      JsonPatch.setStatus(client.resource(set), status);
    }
  }

  /** Pods asked for; one when nothing is said. */
  static int size(ReplicaSet set) {
    return Optional.ofNullable(set.getSpec().getReplicas()).orElse(1);
  }

  private static final Comparator<Pod> LEAST_MISSED_FIRST =
      Comparator.comparing(PodState::scheduled)
          .thenComparing(PodState::ready)
          .thenComparing(Collections.reverseOrder(Owners::byAge));

  private static ReplicaSetStatus status(ReplicaSet set, List<Pod> pods) {
    Duration minReady =
        Duration.ofSeconds(Optional.ofNullable(set.getSpec().getMinReadySeconds()).orElse(0));
    return new ReplicaSetStatusBuilder()
        .withObservedGeneration(set.getMetadata().getGeneration())
        .withReplicas(pods.size())
        .withFullyLabeledReplicas(pods.size())
        .withReadyReplicas((int) pods.stream().filter(PodState::ready).count())
        .withAvailableReplicas(
            (int) pods.stream().filter(pod -> PodState.available(pod, minReady)).count())
        .build();
  }

  private static Pod newPod(ReplicaSet set) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(set.getMetadata().getName() + "-" + randomWord())
        .withNamespace(set.getMetadata().getNamespace())
        .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
        .withAnnotations(set.getSpec().getTemplate().getMetadata().getAnnotations())
        .withOwnerReferences(Owners.reference(set))
        .endMetadata()
        .withSpec(set.getSpec().getTemplate().getSpec())
        .withNewStatus()
        .withPhase("Pending")
        .endStatus()
        .build();
  }

  private static String randomWord() {
    return ThreadLocalRandom.current()
        .ints(5, 0, LETTERS.length())
        .collect(
            StringBuilder::new,
            (word, letter) -> word.append(LETTERS.charAt(letter)),
            StringBuilder::append)
        .toString();
  }
}
