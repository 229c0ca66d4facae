package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerList;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteList;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.util.List;

/** The objects of a cluster, read together. Owned ones are read before their owners. */
public record Snapshot(
    List<Pod> pods,
    List<EndpointSlice> slices,
    List<ReplicaSet> replicaSets,
    List<Deployment> deployments,
    List<Service> services,
    List<Node> nodes,
    List<HTTPRoute> routes,
    List<HorizontalPodAutoscaler> autoscalers) {

  /** Reads them all. */
  static Snapshot of(MockApi api) {
    return new Snapshot(
        api.list("/api/v1/pods", PodList.class).getItems(),
        api.list("/apis/discovery.k8s.io/v1/endpointslices", EndpointSliceList.class).getItems(),
        api.list("/apis/apps/v1/replicasets", ReplicaSetList.class).getItems(),
        api.list("/apis/apps/v1/deployments", DeploymentList.class).getItems(),
        api.list("/api/v1/services", ServiceList.class).getItems(),
        api.list("/api/v1/nodes", NodeList.class).getItems(),
        api.list("/apis/gateway.networking.k8s.io/v1/httproutes", HTTPRouteList.class).getItems(),
        api.list("/apis/autoscaling/v2/horizontalpodautoscalers", HorizontalPodAutoscalerList.class)
            .getItems());
  }

  /** Whether every deployment says that it is where it should be. */
  boolean settled() {
    return deployments.stream().allMatch(Progress::complete);
  }

  List<ReplicaSet> replicaSetsOf(Deployment owner) {
    return Owners.owned(replicaSets, owner);
  }

  /** The pods of a replica set that count: not on their way out. */
  List<Pod> activePodsOf(HasMetadata replicaSet) {
    return Owners.owned(pods, replicaSet).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }
}
