package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The canary's own objects, made out of stable's. Neither is changed; nothing is written. */
public final class CanaryManifests {
  private CanaryManifests() {}

  /**
   * Stable's Deployment with the revision, other labels and no pods yet.
   *
   * @param service stable's, which must not catch the canary's pods
   * @throws IllegalArgumentException if labels or container do not allow it; the survey says so
   *     beforehand
   */
  public static Deployment deployment(Deployment stable, Service service, ClusterPlan plan) {
    CanaryLabels labels = CanaryLabels.of(stable, service);
    PodTemplateSpec template = Templates.promoted(stable.getSpec().getTemplate(), plan.revision());
    template.getMetadata().setLabels(labels.pods());
    new FollowingSelectors(labels).rewrite(template.getSpec());
    return new DeploymentBuilder(stable)
        .withMetadata(metadata(plan, labels, stable.getMetadata().getLabels()))
        .editSpec()
        .withReplicas(0)
        .withPaused(false)
        .withNewSelector()
        .withMatchLabels(labels.deploymentSelector())
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .withStatus(null)
        .build();
  }

  /**
   * A Service for the canary's pods only, inside the cluster only, otherwise as stable's.
   *
   * @param deployment stable's, which must not catch the canary's pods
   * @throws IllegalArgumentException as {@link #deployment}
   */
  public static Service service(Service stable, Deployment deployment, ClusterPlan plan) {
    CanaryLabels labels = CanaryLabels.of(deployment, stable);
    boolean headless = "None".equals(stable.getSpec().getClusterIP());
    ObjectMeta metadata = metadata(plan, labels, stable.getMetadata().getLabels());
    metadata.setAnnotations(Ownership.without(stable.getMetadata().getAnnotations()));
    return new ServiceBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withType("ClusterIP")
        .withClusterIP(headless ? "None" : null)
        .withSelector(labels.serviceSelector())
        .withPorts(stable.getSpec().getPorts().stream().map(CanaryManifests::port).toList())
        .withIpFamilies(stable.getSpec().getIpFamilies())
        .withIpFamilyPolicy(stable.getSpec().getIpFamilyPolicy())
        .withSessionAffinity(stable.getSpec().getSessionAffinity())
        .withSessionAffinityConfig(stable.getSpec().getSessionAffinityConfig())
        .withInternalTrafficPolicy(stable.getSpec().getInternalTrafficPolicy())
        .withTrafficDistribution(stable.getSpec().getTrafficDistribution())
        .withPublishNotReadyAddresses(stable.getSpec().getPublishNotReadyAddresses())
        .endSpec()
        .build();
  }

  private static ServicePort port(ServicePort stable) {
    return new ServicePortBuilder(stable).withNodePort(null).build();
  }

  private static ObjectMeta metadata(
      ClusterPlan plan, CanaryLabels labels, Map<String, String> stable) {
    SortedMap<String, String> marked = new TreeMap<>(labels.marked(Ownership.without(stable)));
    return new ObjectMetaBuilder()
        .withName(plan.canaryName())
        .withNamespace(plan.namespace())
        .withLabels(marked)
        .build();
  }
}
