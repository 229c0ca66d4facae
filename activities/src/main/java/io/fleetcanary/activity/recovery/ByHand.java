package io.fleetcanary.activity.recovery;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.rollout.PlanObjects;
import io.fleetcanary.activity.rollout.Routes;
import io.fleetcanary.activity.workload.Restoration;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way back as commands that a person can read, check and run: the routes first, pods second,
 * the ledger last. Each patch is based on the version that was looked at, so that one which has
 * become wrong meanwhile is refused by the API server.
 */
public final class ByHand {
  private final PlanObjects objects;
  private final ClusterPlan plan;
  private final Ledger ledger;
  private final List<Instruction> instructions = new ArrayList<>();

  private ByHand(PlanObjects objects, ClusterPlan plan) {
    this.objects = objects;
    this.plan = plan;
    this.ledger = objects.ledger().read();
  }

  /** Looks at the cluster, and says what is to be done there. */
  public static List<Instruction> instructions(KubernetesClient client, HeldService held) {
    return new ByHand(new PlanObjects(client, held.plan()), held.plan()).all();
  }

  private List<Instruction> all() {
    objects.routes().forEach(this::route);
    stable(objects.stable());
    String drain = Long.toString(plan.rules().drain().toSeconds());
    add("let answers that stream come to their end", List.of("sleep", drain));
    add(
        "remove the canary",
        kubectl("delete", "deployment,service", plan.canaryName(), "--ignore-not-found"));
    String freeing = objects.ledger().freeing(plan.rolloutId());
    add("free the ledger", patch("configmap", Labels.ledger(plan.service()), freeing));
    return List.copyOf(instructions);
  }

  private void route(ClusterObject<GenericKubernetesResource> route) {
    route
        .read()
        .flatMap(live -> route.difference(live, restored(route, live)))
        .ifPresent(
            patch ->
                add(
                    "all requests of HTTPRoute " + route.name() + " to stable",
                    patch("httproute", route.name(), patch)));
  }

  private GenericKubernetesResource restored(
      ClusterObject<GenericKubernetesResource> route, GenericKubernetesResource live) {
    return Routes.with(unmarked(route, live), Routes.restored(plan, route, live, ledger).spec());
  }

  private void stable(ClusterObject<Deployment> stable) {
    Optional<Deployment> seen = stable.read();
    if (seen.isEmpty()) {
      return;
    }
    Restoration restoration = restoration(seen.get());
    boolean rolls = restoration instanceof Restoration.Restored;
    String what = rolls ? "the old revision back into " : "our mark off ";
    stable
        .difference(seen.get(), restored(stable, seen.get(), restoration))
        .ifPresent(patch -> add(what + stable, patch("deployment", stable.name(), patch)));
    if (rolls) {
      add(
          "wait until its pods have followed",
          kubectl("rollout", "status", "deployment/" + stable.name()));
    }
  }

  private Restoration restoration(Deployment live) {
    return ledger
        .written()
        .map(
            written ->
                Templates.restored(
                    live.getSpec().getTemplate(), ledger.before().template(), written))
        .orElseGet(Restoration.Unchanged::new);
  }

  private Deployment restored(
      ClusterObject<Deployment> stable, Deployment live, Restoration restoration) {
    Deployment wanted = unmarked(stable, live);
    return restoration instanceof Restoration.Restored back
        ? new DeploymentBuilder(wanted).editSpec().withTemplate(back.template()).endSpec().build()
        : wanted;
  }

  private <T extends HasMetadata> T unmarked(ClusterObject<T> object, T live) {
    T wanted = object.copy(live);
    Labels.unmark(wanted, plan.service());
    return wanted;
  }

  private void add(String what, List<String> command) {
    instructions.add(new Instruction(what, command));
  }

  private List<String> kubectl(String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "-n", plan.namespace()));
    command.addAll(List.of(words));
    return command;
  }

  private List<String> patch(String kind, String name, String patch) {
    return kubectl("patch", kind, name, "--type=json", "-p", patch);
  }

  /**
   * One thing to do.
   *
   * @param what it is for, in words
   * @param command what does it: {@code kubectl} or {@code sleep}, and their arguments
   */
  public record Instruction(String what, List<String> command) {
    public Instruction {
      command = List.copyOf(command);
    }
  }
}
