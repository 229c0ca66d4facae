package io.fleetcanary.activity.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.ClusterObject.Whose;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.activity.workload.MockCluster;
import io.fleetcanary.core.claim.Claim;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterObjectTest {
  private final MockCluster cluster = new MockCluster();
  private final ClusterObject<Deployment> theirs = object(Whose.THEIRS);

  @BeforeEach
  void create() {
    cluster.with(Chat.deployment());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void patchesWithOneRequest() {
    Deployment seen = theirs.read().orElseThrow();

    Deployment made = theirs.write(seen, marked(seen));

    assertThat(Labels.claim(made, "chat")).map(Claim::rollout).contains("chat-1");
    assertThat(made.getSpec()).isEqualTo(seen.getSpec());
    assertThat(cluster.requests())
        .filteredOn(request -> request.startsWith("PATCH"))
        .singleElement()
        .asString()
        .contains("fieldManager=fleetcanary");
  }

  @Test
  void meetsAConflictWhenTheObjectChangedSinceTheLook() {
    Deployment seen = theirs.read().orElseThrow();
    theirs.write(seen, scaled(seen, 5));

    assertThatThrownBy(() -> theirs.write(seen, scaled(seen, 7)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            failure -> assertThat(failure.getCode()).isEqualTo(409));
    assertThat(theirs.read().orElseThrow().getSpec().getReplicas()).isEqualTo(5);
  }

  @Test
  void removesAFieldThatIsNotWanted() {
    Deployment seen = theirs.read().orElseThrow();
    Deployment wanted = new DeploymentBuilder(seen).editSpec().withReplicas(null).endSpec().build();

    Deployment made = theirs.write(seen, wanted);

    assertThat(made.getSpec().getReplicas()).isNull();
    assertThat(made.getSpec().getTemplate()).isEqualTo(seen.getSpec().getTemplate());
  }

  @Test
  void meetsAConflictAlsoWhenWhatItWouldTakeAwayHasGone() {
    Deployment claimed =
        theirs.write(theirs.read().orElseThrow(), marked(theirs.read().orElseThrow()));
    theirs.write(claimed, unmarked(claimed));

    assertThatThrownBy(() -> theirs.write(claimed, unmarked(claimed)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            failure -> assertThat(failure.getCode()).isEqualTo(409));
  }

  @Test
  void leavesNoTraceOfAMarkThatIsGone() {
    Deployment claimed =
        theirs.write(theirs.read().orElseThrow(), marked(theirs.read().orElseThrow()));

    Deployment released = theirs.write(claimed, unmarked(claimed));

    assertThat(released.getMetadata().getAnnotations()).isEmpty();
  }

  @Test
  void replacesOursOnTheVersionThatWasSeen() {
    ClusterObject<Deployment> ours = object(Whose.OURS);
    Deployment seen = ours.read().orElseThrow();
    ours.write(seen, scaled(seen, 5));

    assertThatThrownBy(() -> ours.write(seen, scaled(seen, 7)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            failure -> assertThat(failure.getCode()).isEqualTo(409));
  }

  private ClusterObject<Deployment> object(Whose whose) {
    return new ClusterObject<>(
        cluster.client().apps().deployments().inNamespace("inference"),
        cluster.client().getKubernetesSerialization(),
        whose,
        "Deployment",
        "chat");
  }

  private static Deployment scaled(Deployment deployment, int replicas) {
    return new DeploymentBuilder(deployment).editSpec().withReplicas(replicas).endSpec().build();
  }

  private static Deployment marked(Deployment deployment) {
    Deployment marked = new DeploymentBuilder(deployment).build();
    Labels.mark(marked, "chat", Optional.of(Claim.read("chat-1/forward/0")));
    return marked;
  }

  private static Deployment unmarked(Deployment deployment) {
    Deployment unmarked = new DeploymentBuilder(deployment).build();
    Labels.mark(unmarked, "chat", Optional.empty());
    return unmarked;
  }
}
