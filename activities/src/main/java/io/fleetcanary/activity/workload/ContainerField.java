package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing in a container that a revision may change. Absent and empty are the same, as they are
 * to the API server.
 */
sealed interface ContainerField {
  /** What the container holds, empty when the field is absent. */
  Optional<?> in(Container container);

  /** Puts into {@code target} what {@code source} holds, absence included. */
  void copy(Container source, Container target);

  default boolean same(Container one, Container other) {
    return in(one).equals(in(other));
  }

  /** All fields in which the two containers differ. */
  static List<ContainerField> differing(Container one, Container other) {
    Stream<ContainerField> variables =
        Stream.concat(one.getEnv().stream(), other.getEnv().stream())
            .map(EnvVar::getName)
            .distinct()
            .map(Env::new);
    return Stream.concat(Stream.of(new Image(), new Args()), variables)
        .filter(field -> !field.same(one, other))
        .toList();
  }

  /** The image. */
  record Image() implements ContainerField {
    @Override
    public Optional<String> in(Container container) {
      return Optional.ofNullable(container.getImage());
    }

    @Override
    public void copy(Container source, Container target) {
      target.setImage(source.getImage());
    }

    @Override
    public String toString() {
      return "image";
    }
  }

  /** All arguments. */
  record Args() implements ContainerField {
    @Override
    public Optional<List<String>> in(Container container) {
      return Optional.of(container.getArgs()).filter(args -> !args.isEmpty());
    }

    @Override
    public void copy(Container source, Container target) {
      target.setArgs(new ArrayList<>(source.getArgs()));
    }

    @Override
    public String toString() {
      return "args";
    }
  }

  /** One environment variable; its place in the list is kept, later ones may refer to it. */
  record Env(String name) implements ContainerField {
    @Override
    public Optional<EnvVar> in(Container container) {
      return container.getEnv().stream()
          .filter(variable -> Objects.equals(variable.getName(), name))
          .findFirst()
          .map(Env::normal);
    }

    @Override
    public void copy(Container source, Container target) {
      List<EnvVar> all = new ArrayList<>(target.getEnv());
      Optional<EnvVar> wanted = in(source);
      int at = position(all);
      if (wanted.isEmpty()) {
        all.removeIf(variable -> Objects.equals(variable.getName(), name));
      } else if (at >= 0) {
        all.set(at, wanted.get());
      } else {
        all.add(wanted.get());
      }
      target.setEnv(all);
    }

    private int position(List<EnvVar> all) {
      return all.stream().map(EnvVar::getName).toList().indexOf(name);
    }

    private static EnvVar normal(EnvVar variable) {
      return new EnvVarBuilder(variable)
          .withValue("".equals(variable.getValue()) ? null : variable.getValue())
          .build();
    }

    @Override
    public String toString() {
      return "env " + name;
    }
  }
}
