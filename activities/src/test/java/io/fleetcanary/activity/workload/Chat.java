package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service {@code chat} of two pods, and a plan to release a new image of it. */
public final class Chat {
  public static final String OLD = "registry.example/vllm@sha256:" + "a".repeat(64);
  public static final String NEW = "registry.example/vllm@sha256:" + "b".repeat(64);
  public static final Revision REVISION =
      new Revision("2026.11.3", "server", List.of(new Revision.Image(NEW)));

  private Chat() {}

  public static ClusterPlan plan() {
    return plan(REVISION);
  }

  public static ClusterPlan plan(Revision revision) {
    AnalysisTemplate analysis =
        new AnalysisTemplate(
            Duration.ofSeconds(30), 0.001, List.of(), AnalysisTemplate.OnInconclusive.HOLD);
    return new ClusterPlan(
        "chat-20261125120000-1a2b",
        "chat",
        "inference",
        new ClusterTarget("eu-1", "fleetcanary"),
        revision,
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            Duration.ofMinutes(45),
            Duration.ofSeconds(60),
            analysis),
        List.of());
  }

  public static Service service() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("chat")
        .withNamespace("inference")
        .withLabels(Map.of("team", "language"))
        .endMetadata()
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Map.of("app", "chat"))
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withNewTargetPort(8080)
        .endPort()
        .endSpec()
        .build();
  }

  /** Two of two pods ready. */
  public static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("chat")
        .withNamespace("inference")
        .withGeneration(1L)
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .withMatchLabels(Map.of("app", "chat"))
        .endSelector()
        .withTemplate(template(OLD))
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(1L)
        .withReplicas(2)
        .withUpdatedReplicas(2)
        .withReadyReplicas(2)
        .withAvailableReplicas(2)
        .endStatus()
        .build();
  }

  public static PodTemplateSpec template(String image) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Map.of("app", "chat", "tier", "gpu"))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("server")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  /** The canary's Deployment, already created. */
  public static Deployment canary() {
    return CanaryManifests.deployment(deployment(), service(), plan());
  }

  /** A ReplicaSet of stable. */
  public static ReplicaSet replicaSet(String hash, String image) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName("chat-" + hash)
        .withNamespace("inference")
        .withLabels(Map.of("app", "chat", "tier", "gpu", "pod-template-hash", hash))
        .addNewOwnerReference()
        .withKind("Deployment")
        .withName("chat")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withTemplate(template(image))
        .endSpec()
        .build();
  }

  /** A ready pod of stable. */
  public static Pod pod(String name, String hash) {
    return pod(name, Map.of("app", "chat", "tier", "gpu", "pod-template-hash", hash));
  }

  /** A ready pod of the canary. */
  public static Pod canaryPod(String name) {
    return pod(name, CanaryLabels.of(deployment(), service()).pods());
  }

  private static Pod pod(String name, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("inference")
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("server")
        .withImage(OLD)
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewContainerStatus()
        .withName("server")
        .withImageID(OLD)
        .withReady(true)
        .withRestartCount(0)
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
