package io.fleetcanary.lab.scene;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.control.JsonPatch;
import io.fleetcanary.lab.scene.Mutant.Wrong;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a worker may do wrong; each breaks one invariant, and is otherwise right. */
final class Mutations {
  private static final String CLAIM = "claim.fleetcanary.io/chat";
  private static final String MARK = "/metadata/annotations/claim.fleetcanary.io~1chat";
  private static final String BACKENDS = "/spec/rules/0/backendRefs";

  private final LabFleet fleet;

  Mutations(LabFleet fleet) {
    this.fleet = fleet;
  }

  /** Does something after each activity of a name. */
  private static Wrong after(String activity, Consumer<Object> deed) {
    return call -> {
      Object result = call.right();
      if (call.of(activity)) {
        deed.accept(call.argument());
      }
      return result;
    };
  }

  private static Wrong afterWeight(Consumer<TrafficShift> deed) {
    return after(
        "shift",
        argument -> {
          TrafficShift shift = (TrafficShift) argument;
          if (shift.weight().percent() > 0) {
            deed.accept(shift);
          }
        });
  }

  /** I1. */
  Wrong takesAPodFromStable() {
    return after(
        "promote", plan -> JsonPatch.set(deployment((ClusterPlan) plan, ""), "/spec/replicas", 1));
  }

  /** I2. */
  Wrong leavesStableMoreThanItsShare() {
    return afterWeight(shift -> JsonPatch.set(route(shift.plan()), BACKENDS + "/0/weight", 80));
  }

  /** I2. */
  Wrong waitsForNoPods() {
    return call -> {
      if (!call.of("scaleCanary")) {
        return call.right();
      }
      CanaryScale scale = (CanaryScale) call.argument();
      Resource<?> canary = deployment(scale.plan(), "-canary");
      JsonPatch.set(canary, MARK, mark(scale.plan(), scale.step()));
      JsonPatch.set(canary, "/spec/replicas", 1);
      return new Progress.Done();
    };
  }

  /** I3. */
  static Wrong shiftsTenPercentMore() {
    return call ->
        call.argument() instanceof TrafficShift shift && shift.weight().percent() > 0
            ? call.with(
                new TrafficShift(
                    shift.plan(), shift.step(), new TrafficWeight(shift.weight().percent() + 10)))
            : call.right();
  }

  /** I6. */
  Wrong marksForAnother() {
    return after(
        "claim",
        plan ->
            JsonPatch.set(
                client((ClusterPlan) plan)
                    .services()
                    .inNamespace(((ClusterPlan) plan).namespace())
                    .withName("chat-canary"),
                MARK,
                "chat-20260101000000-0000/forward/0"));
  }

  /** I8. */
  static Wrong passesAtOnce() {
    return call ->
        call.argument() instanceof WatchRequest request && request.until() instanceof Until.Baked
            ? new Watched(Verdict.PASS, "", FailureClass.EVIDENCE, List.of(), ShareSeen.NONE)
            : call.right();
  }

  /** I9. */
  static Wrong triesAnotherImage(String image) {
    return call -> {
      if (!call.of("claim")) {
        return call.right();
      }
      ClusterPlan plan = (ClusterPlan) call.argument();
      Revision other =
          new Revision(
              plan.revision().name(),
              plan.revision().container(),
              List.of(new Revision.Image(image)));
      return call.with(
          new ClusterPlan(
              plan.rolloutId(),
              plan.service(),
              plan.namespace(),
              plan.cluster(),
              other,
              plan.rules(),
              plan.steps(),
              plan.attempt()));
    };
  }

  /** I10. */
  Wrong goesAStepBack() {
    return afterWeight(
        shift -> JsonPatch.set(deployment(shift.plan(), "-canary"), MARK, mark(shift.plan(), 0)));
  }

  /** I11. */
  Wrong marksBeforeTheLedger() {
    return call -> {
      if (call.of("claim")) {
        ClusterPlan plan = (ClusterPlan) call.argument();
        JsonPatch.set(route(plan), "/metadata/annotations", Map.of(CLAIM, mark(plan, 0)));
      }
      return call.right();
    };
  }

  /** I12. */
  Wrong labelsStable() {
    return afterWeight(
        shift -> JsonPatch.set(deployment(shift.plan(), ""), "/metadata/labels/tried", "yes"));
  }

  /** I12. */
  Wrong raisesTheFloorTooFar() {
    return after(
        "claim",
        plan ->
            JsonPatch.set(
                client((ClusterPlan) plan)
                    .genericKubernetesResources(ScalerKind.HPA.context())
                    .inNamespace(((ClusterPlan) plan).namespace())
                    .withName("chat"),
                "/spec/minReplicas",
                4));
  }

  /** I13. */
  Wrong givesRequestsToTheCanaryAgain() {
    return after(
        "turnBack",
        argument -> {
          ClusterPlan plan = (ClusterPlan) argument;
          weigh(plan.cluster().name(), plan.namespace(), 25);
        });
  }

  /** Gives the canary this weight, percent, as a person does. */
  void weigh(String cluster, String namespace, int percent) {
    Resource<GenericKubernetesResource> route = route(cluster, namespace);
    List<Map<String, Object>> backends = route.get().get("spec", "rules", 0, "backendRefs");
    backends.get(0).put("weight", 100 - percent);
    backends.get(1).put("weight", percent);
    JsonPatch.set(route, BACKENDS, backends);
  }

  private static String mark(ClusterPlan plan, int step) {
    return plan.rolloutId() + "/forward/" + step;
  }

  private Resource<?> deployment(ClusterPlan plan, String suffix) {
    return client(plan)
        .apps()
        .deployments()
        .inNamespace(plan.namespace())
        .withName("chat" + suffix);
  }

  Resource<Deployment> stable(String cluster, String namespace) {
    return fleet.admin(cluster).apps().deployments().inNamespace(namespace).withName("chat");
  }

  private Resource<GenericKubernetesResource> route(ClusterPlan plan) {
    return route(plan.cluster().name(), plan.namespace());
  }

  private Resource<GenericKubernetesResource> route(String cluster, String namespace) {
    return fleet
        .admin(cluster)
        .genericKubernetesResources(RouteLook.HTTP_ROUTE)
        .inNamespace(namespace)
        .withName("chat");
  }

  private KubernetesClient client(ClusterPlan plan) {
    return fleet.admin(plan.cluster().name());
  }
}
