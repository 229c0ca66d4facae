package io.fleetcanary.activity.workload;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fleetcanary.core.plan.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A revision in a pod template: put in, looked for, taken out again. Only the fields that a
 * revision changes are compared, because API servers fill in defaults everywhere else.
 */
public final class Templates {
  private Templates() {}

  /**
   * The same template with the revision in its container.
   *
   * @throws IllegalArgumentException if the template has no such container
   */
  public static PodTemplateSpec promoted(PodTemplateSpec stable, Revision revision) {
    PodTemplateSpec promoted = new PodTemplateSpecBuilder(stable).build();
    Container target =
        container(promoted, revision.container())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "container of the revision must exist in the pod template, got "
                            + revision.container()));
    apply(revision, target);
    return promoted;
  }

  /** Whether the template holds everything the revision changes. */
  public static boolean carries(PodTemplateSpec template, Revision revision) {
    return container(template, revision.container())
        .filter(live -> carries(live, revision))
        .isPresent();
  }

  /**
   * What to write so that stable is as before, and nothing else changes.
   *
   * @param live the template now
   * @param original the template before the rollout, as the ledger has it
   * @param written what our promotion wrote, or would have written
   */
  public static Restoration restored(
      PodTemplateSpec live, PodTemplateSpec original, PodTemplateSpec written) {
    PodTemplateSpec restored = new PodTemplateSpecBuilder(live).build();
    List<String> foreign = new ArrayList<>();
    boolean ours = false;
    for (Container before : original.getSpec().getContainers()) {
      Container after = container(written, before.getName()).orElse(before);
      for (ContainerField field : ContainerField.differing(before, after)) {
        Optional<Container> now = container(restored, before.getName());
        if (now.filter(container -> field.same(container, after)).isPresent()) {
          field.copy(before, now.get());
          ours = true;
        } else if (now.filter(container -> field.same(container, before)).isEmpty()) {
          foreign.add(foreign(before.getName(), field, now));
        }
      }
    }
    if (!foreign.isEmpty()) {
      return new Restoration.Foreign(foreign.stream().distinct().collect(joining(", ")));
    }
    return ours ? new Restoration.Restored(restored) : new Restoration.Unchanged();
  }

  /**
   * Which images, arguments and variables are not the recorded ones, one sentence: another revision
   * that somebody else has put there, while the rollout has written nothing. Empty when none.
   */
  public static Optional<String> others(PodTemplateSpec live, PodTemplateSpec original) {
    List<String> others = new ArrayList<>();
    for (Container before : original.getSpec().getContainers()) {
      Optional<Container> now = container(live, before.getName());
      if (now.isEmpty()) {
        others.add(gone(before.getName()));
      } else {
        for (ContainerField field : ContainerField.differing(before, now.get())) {
          others.add(
              field
                  + " of container "
                  + before.getName()
                  + " is not the recorded one, got "
                  + value(field, now.get()));
        }
      }
    }
    return Optional.of(String.join(", ", others)).filter(some -> !some.isEmpty());
  }

  private static String foreign(String container, ContainerField field, Optional<Container> now) {
    return now.map(
            live ->
                field
                    + " of container "
                    + container
                    + " is neither the rollout's nor the recorded one, got "
                    + value(field, live))
        .orElseGet(() -> gone(container));
  }

  private static String gone(String container) {
    return "container " + container + " is gone";
  }

  private static String value(ContainerField field, Container container) {
    return field.in(container).map(Templates::shown).orElse("absent");
  }

  /** Values of variables and arguments may be secrets, images are not. */
  private static String shown(Object value) {
    return value instanceof String text ? text : "another value";
  }

  private static boolean carries(Container live, Revision revision) {
    Container wanted = new ContainerBuilder(live).build();
    apply(revision, wanted);
    return ContainerField.differing(live, wanted).isEmpty();
  }

  private static void apply(Revision revision, Container target) {
    for (Revision.Change change : revision.changes()) {
      switch (change) {
        case Revision.Image image -> target.setImage(image.image());
        case Revision.Args args -> target.setArgs(new ArrayList<>(args.args()));
        case Revision.Env env -> apply(env, target);
      }
    }
  }

  private static void apply(Revision.Env env, Container target) {
    EnvVar variable = new EnvVarBuilder().withName(env.name()).withValue(env.value()).build();
    Container holder = new ContainerBuilder().withEnv(variable).build();
    new ContainerField.Env(env.name()).copy(holder, target);
  }

  private static Optional<Container> container(PodTemplateSpec template, String name) {
    return template.getSpec().getContainers().stream()
        .filter(container -> Objects.equals(container.getName(), name))
        .findFirst();
  }
}
