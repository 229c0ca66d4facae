package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.Progress;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the revision into stable's pod template. The ledger knows it before, so that the way back
 * can tell what is ours whatever happens in between. Where the owner brings it, only the mark says
 * that it may come now, and the ledger knows of no template of ours.
 */
final class Promoting {
  private final PlanObjects objects;
  private final ClusterObject<Deployment> stable;
  private final ClusterPlan plan;
  private final Writer writer;
  private Optional<PodTemplateSpec> altered = Optional.empty();

  Promoting(PlanObjects objects, Writer writer) {
    this.objects = objects;
    this.stable = objects.stable();
    this.plan = objects.plan();
    this.writer = writer;
  }

  Progress promote() {
    if (plan.rules().handOver()) {
      return Progresses.of(write());
    }
    return Progresses.of(
        record(before -> promoted(before.template()))
            .or(this::write)
            .or(() -> altered.flatMap(template -> record(before -> template))));
  }

  private Optional<Stop> record(Function<Originals, PodTemplateSpec> template) {
    return objects
        .ledger()
        .write(
            it ->
                LedgerRules.record(
                    writer,
                    it.state(),
                    it.originals().filter(now -> wrote(it, template.apply(now))).isPresent()),
            it -> it.writing(template.apply(it.before())));
  }

  private Optional<Stop> write() {
    Rule forward =
        (seen, ledger) -> ObjectRules.forward(writer, plan.promotionStep(), seen, ledger);
    return objects
        .claims()
        .change(
            stable,
            Change.<Deployment>by(forward)
                .wanting((seen, ledger) -> plan.rules().handOver() ? seen : promoted(seen))
                .unless(this::foreign)
                .then(this::compare));
  }

  private Deployment promoted(Deployment seen) {
    PodTemplateSpec template = promoted(seen.getSpec().getTemplate());
    return new DeploymentBuilder(seen).editSpec().withTemplate(template).endSpec().build();
  }

  private PodTemplateSpec promoted(PodTemplateSpec template) {
    return Templates.promoted(template, plan.revision());
  }

  /** A webhook may have changed what we wrote; then that is what the way back must look for. */
  private void compare(Deployment made) {
    PodTemplateSpec template = made.getSpec().getTemplate();
    if (!plan.rules().handOver() && !Templates.carries(template, plan.revision())) {
      altered = Optional.of(template);
    }
  }

  private Optional<String> foreign(Deployment seen, Ledger ledger) {
    PodTemplateSpec live = seen.getSpec().getTemplate();
    return ledger
        .originals()
        .filter(before -> !stable.same(before.template(), live) && !wanted(ledger, live))
        .map(before -> "its pod template is not the recorded one");
  }

  private boolean wanted(Ledger ledger, PodTemplateSpec live) {
    return plan.rules().handOver() ? Templates.carries(live, plan.revision()) : wrote(ledger, live);
  }

  private boolean wrote(Ledger ledger, PodTemplateSpec template) {
    return ledger.written().filter(known -> stable.same(known, template)).isPresent();
  }
}
