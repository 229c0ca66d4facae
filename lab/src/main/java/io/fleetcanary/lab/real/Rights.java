package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rights that the documentation tells people to grant: {@code docs/rights.yaml}. */
public final class Rights {
  private static final String FILE = "docs/rights.yaml";

  private final byte[] yaml;

  private Rights(byte[] yaml) {
    this.yaml = yaml;
  }

  /**
   * As documented in the repository that this process was started in.
   *
   * @throws IllegalStateException if it was started elsewhere
   */
  public static Rights documented() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(FILE))) {
        return read(folder.resolve(FILE));
      }
    }
    throw new IllegalStateException(
        FILE + " must be in a folder above the current one, got " + here);
  }

  /** Creates what the file says, but for {@code user} and in {@code namespace}. */
  public void grant(KubernetesClient admin, String user, String namespace) {
    Subject subject = new Subject("rbac.authorization.k8s.io", "User", user, null);
    for (HasMetadata object : admin.load(new ByteArrayInputStream(yaml)).items()) {
      HasMetadata bound = bind(object, subject);
      if (bound instanceof Namespaced) {
        bound.getMetadata().setNamespace(namespace);
      }
      admin.resource(bound).createOr(NonDeletingOperation::update);
    }
  }

  private static HasMetadata bind(HasMetadata object, Subject subject) {
    return switch (object) {
      case RoleBinding binding -> new RoleBindingBuilder(binding).withSubjects(subject).build();
      case ClusterRoleBinding binding ->
          new ClusterRoleBindingBuilder(binding).withSubjects(subject).build();
      default -> object;
    };
  }

  private static Rights read(Path file) {
    try {
      return new Rights(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
