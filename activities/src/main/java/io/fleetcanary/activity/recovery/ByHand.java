package io.fleetcanary.activity.recovery;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.rollout.Leftovers;
import io.fleetcanary.activity.rollout.PlanObjects;
import io.fleetcanary.activity.rollout.Routes;
import io.fleetcanary.activity.scaler.ScalerObject;
import io.fleetcanary.activity.workload.Restoration;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way back as commands that a person can read, check and run: the routes first, pods second,
 * the autoscaler third, the ledger last. Each patch is based on the version that was looked at, so
 * that one which has become wrong meanwhile is refused by the API server. Where somebody else has
 * been at work, canary and ledger stay: they are what is left to go by.
 */
public final class ByHand {
  private final PlanObjects objects;
  private final ClusterPlan plan;
  private final boolean kept;
  private final Ledger ledger;
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  private ByHand(PlanObjects objects, HeldService held) {
    this.objects = objects;
    this.plan = held.plan();
    this.kept = held.phase() == Phase.CLOSED;
    this.ledger = objects.ledger().read();
  }

  /** Looks at the cluster, and says what is to be done there. */
  public static Recipe recipe(KubernetesClient client, HeldService held) {
    return new ByHand(new PlanObjects(client, held.plan()), held).all();
  }

  private Recipe all() {
    new Leftovers(objects).notes(ledger).forEach(left::add);
    objects.routes().forEach(route -> ours(route).ifPresent(live -> route(route, live)));
    ours(objects.stable()).ifPresent(live -> stable(objects.stable(), live));
    objects
        .scaler()
        .ifPresent(scaler -> ours(scaler.object()).ifPresent(live -> scaler(scaler, live)));
    if (left.isEmpty()) {
      String drain = Long.toString(plan.rules().drain().toSeconds());
      add("let answers that stream come to their end", List.of("sleep", drain));
      add(
          "remove the canary",
          kubectl("delete", "deployment,service", plan.canaryName(), "--ignore-not-found"));
      String freeing = objects.ledger().freeing(plan.rolloutId());
      add("free the ledger", patch("configmap", Labels.ledger(plan.service()), freeing));
    }
    return new Recipe(instructions, left);
  }

  /** What is there, unless somebody else holds it. */
  private <T extends HasMetadata> Optional<T> ours(ClusterObject<T> object) {
    return object
        .read()
        .filter(
            seen ->
                Labels.claim(seen, plan.service())
                    .filter(claim -> !claim.rollout().equals(plan.rolloutId()))
                    .isEmpty());
  }

  private void route(
      ClusterObject<GenericKubernetesResource> route, GenericKubernetesResource live) {
    Map<String, Object> spec = Routes.restored(plan, route, live, ledger).spec();
    route
        .difference(live, Routes.with(unmarked(route, live), spec))
        .ifPresent(
            patch ->
                add(
                    "all requests of " + route + " to stable",
                    patch("httproute", route.name(), patch)));
  }

  private void stable(ClusterObject<Deployment> stable, Deployment live) {
    Restoration restoration = restoration(live);
    if (restoration instanceof Restoration.Foreign other) {
      left.add(stable + ": " + other.what());
    }
    boolean rolls = restoration instanceof Restoration.Restored;
    String what = rolls ? "the old revision back into " : "our mark off ";
    stable
        .difference(live, restored(stable, live, restoration))
        .ifPresent(patch -> add(what + stable, patch("deployment", stable.name(), patch)));
    if (rolls) {
      add(
          "wait until its pods have followed",
          kubectl("rollout", "status", "deployment/" + stable.name()));
    }
  }

  private void scaler(ScalerObject scaler, GenericKubernetesResource live) {
    ClusterObject<GenericKubernetesResource> object = scaler.object();
    object
        .difference(live, scaler.restored(unmarked(object, live), ledger))
        .ifPresent(
            patch ->
                add(object + " as it was", patch(scaler.kind().resource(), object.name(), patch)));
  }

  /** A rollout that had ended well is only released. */
  private Restoration restoration(Deployment live) {
    return ledger
        .written()
        .filter(written -> !kept)
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
   * How a service comes back.
   *
   * @param instructions in their order
   * @param left what somebody else has changed, a sentence each; then canary and ledger stay
   */
  public record Recipe(List<Instruction> instructions, List<String> left) {
    public Recipe {
      instructions = List.copyOf(instructions);
      left = List.copyOf(left);
    }
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
