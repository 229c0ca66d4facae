package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.lab.embedded.control.RollingUpdate.Group;
import io.fleetcanary.lab.embedded.control.RollingUpdate.Sizes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves each deployment to its template, one replica set per template, by rolling update. */
public final class Deployments implements Controller {
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final int HISTORY = 10;

  private final KubernetesClient client;

  public Deployments(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(Snapshot seen) {
    seen.deployments().stream()
        .filter(deployment -> deployment.getMetadata().getDeletionTimestamp() == null)
        .forEach(deployment -> reconcile(deployment, seen));
  }

  private void reconcile(Deployment deployment, Snapshot seen) {
    List<ReplicaSet> all = seen.replicaSetsOf(deployment);
    Optional<ReplicaSet> newest = all.stream().filter(set -> isNewest(set, deployment)).findFirst();
    if (!Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      if (newest.isPresent()) {
        roll(deployment, newest.get(), seen);
      } else {
        create(deployment, all);
      }
    }
    DeploymentStatus status = new Progress(deployment, newest, seen).status();
    if (!status.equals(deployment.getStatus())) {
      JsonPatch.setStatus(client.resource(deployment), status);
    }
  }

  private static boolean isNewest(ReplicaSet set, Deployment deployment) {
    return Templates.same(set.getSpec().getTemplate(), deployment.getSpec().getTemplate());
  }

  private void roll(Deployment deployment, ReplicaSet newest, Snapshot seen) {
    List<ReplicaSet> olds =
        seen.replicaSetsOf(deployment).stream().filter(set -> !set.equals(newest)).toList();
    number(deployment, newest, olds);
    Sizes sizes =
        RollingUpdate.of(deployment)
            .next(
                group(newest, deployment, seen),
                olds.stream().map(old -> group(old, deployment, seen)).toList());
    scale(newest, sizes.newest());
    for (int i = 0; i < olds.size(); i++) {
      scale(olds.get(i), sizes.olds().get(i));
    }
    forgetOldest(olds, seen);
  }

  private static Group group(ReplicaSet set, Deployment deployment, Snapshot seen) {
    Duration minReady = Progress.minReady(deployment);
    long available =
        seen.activePodsOf(set).stream().filter(pod -> PodState.available(pod, minReady)).count();
    return new Group(ReplicaSets.size(set), (int) available);
  }

  private void scale(ReplicaSet set, int size) {
    if (ReplicaSets.size(set) != size) {
      JsonPatch.set(client.resource(set), "/spec/replicas", size);
    }
  }

  /** A template that comes back gets a new number, as everywhere. */
  private void number(Deployment deployment, ReplicaSet newest, List<ReplicaSet> olds) {
    long number = Math.max(revision(newest), lastRevision(olds) + 1);
    if (revision(newest) != number) {
      annotate(client.resource(newest), newest.getMetadata().getAnnotations(), number);
    }
    String shown = Long.toString(number);
    Map<String, String> annotations = deployment.getMetadata().getAnnotations();
    if (annotations == null || !shown.equals(annotations.get(REVISION))) {
      annotate(client.resource(deployment), annotations, number);
    }
  }

  private static void annotate(
      Resource<?> resource, @Nullable Map<String, String> annotations, long number) {
    String value = Long.toString(number);
    if (annotations == null) {
      JsonPatch.set(resource, "/metadata/annotations", Map.of(REVISION, value));
    } else {
      JsonPatch.set(resource, "/metadata/annotations/deployment.kubernetes.io~1revision", value);
    }
  }

  private static long lastRevision(List<ReplicaSet> sets) {
    return sets.stream().mapToLong(Deployments::revision).max().orElse(0);
  }

  private static long revision(ReplicaSet set) {
    return Optional.ofNullable(set.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(REVISION))
        .map(Long::parseLong)
        .orElse(0L);
  }

  private void forgetOldest(List<ReplicaSet> olds, Snapshot seen) {
    List<ReplicaSet> empty =
        olds.stream()
            .filter(set -> ReplicaSets.size(set) == 0 && seen.activePodsOf(set).isEmpty())
            .toList();
    empty.stream()
        .limit(Math.max(0, empty.size() - HISTORY))
        .forEach(set -> client.resource(set).delete());
  }

  private void create(Deployment deployment, List<ReplicaSet> olds) {
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    String hash = Templates.hash(template);
    PodTemplateSpec labelled = Templates.withHash(template, hash);
    ReplicaSet set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName(deployment.getMetadata().getName() + "-" + hash)
            .withNamespace(deployment.getMetadata().getNamespace())
            .withLabels(labelled.getMetadata().getLabels())
            .addToAnnotations(REVISION, Long.toString(lastRevision(olds) + 1))
            .withOwnerReferences(Owners.reference(deployment))
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
            .withNewSelector()
            .withMatchLabels(deployment.getSpec().getSelector().getMatchLabels())
            .addToMatchLabels(Templates.HASH, hash)
            .endSelector()
            .withTemplate(labelled)
            .endSpec()
            .build();
    client.resource(set).create();
  }
}
