package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The roles that the documentation tells people to grant, as {@code docs/rights.yaml} has them. */
final class Rights {
  private static final String FILE = "docs/rights.yaml";
  private static final String API_GROUP = "rbac.authorization.k8s.io";

  private final byte[] yaml;

  private Rights(byte[] yaml) {
    this.yaml = yaml;
  }

  /**
   * As documented in the repository that this process was started in; none if it was started
   * elsewhere.
   */
  static Rights documented() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(FILE))) {
        return read(folder.resolve(FILE));
      }
    }
    return new Rights(new byte[0]);
  }

  private static Rights read(Path file) {
    try {
      return new Rights(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates every role of the file and binds it to {@code user}; bindings of the file are not used.
   */
  void grant(KubernetesClient admin, String user) {
    for (HasMetadata object : admin.load(new ByteArrayInputStream(yaml)).items()) {
      switch (object) {
        case ClusterRole role -> grant(admin, role, user);
        case Role role -> grant(admin, role, user);
        default -> {}
      }
    }
  }

  private static void grant(KubernetesClient admin, ClusterRole role, String user) {
    admin.rbac().clusterRoles().resource(role).create();
    var binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(role.getMetadata().getName())
            .endMetadata()
            .withRoleRef(reference(role))
            .withSubjects(subject(user))
            .build();
    admin.rbac().clusterRoleBindings().resource(binding).create();
  }

  private static void grant(KubernetesClient admin, Role role, String user) {
    admin.rbac().roles().resource(role).create();
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(role.getMetadata().getName())
            .withNamespace(role.getMetadata().getNamespace())
            .endMetadata()
            .withRoleRef(reference(role))
            .withSubjects(subject(user))
            .build();
    admin.rbac().roleBindings().resource(binding).create();
  }

  private static RoleRef reference(HasMetadata role) {
    return new RoleRef(API_GROUP, role.getKind(), role.getMetadata().getName());
  }

  private static List<Subject> subject(String user) {
    return List.of(
        new SubjectBuilder().withApiGroup(API_GROUP).withKind("User").withName(user).build());
  }
}
