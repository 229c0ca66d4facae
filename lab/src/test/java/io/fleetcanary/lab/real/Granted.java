package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rights as a set of {@code group/resource verb}. */
final class Granted {
  /** Everybody may ask who they are and what they may do. */
  private static final List<String> EVERYBODY =
      List.of("authentication.k8s.io", "authorization.k8s.io");

  private Granted() {}

  /** What the API server says that the client's user may do in a namespace. */
  static SortedSet<String> to(KubernetesClient client, String namespace) {
    SelfSubjectRulesReview question =
        new SelfSubjectRulesReviewBuilder()
            .withNewSpec()
            .withNamespace(namespace)
            .endSpec()
            .build();
    SortedSet<String> granted = new TreeSet<>();
    client.resource(question).create().getStatus().getResourceRules().stream()
        .filter(rule -> !EVERYBODY.containsAll(rule.getApiGroups()))
        .forEach(rule -> add(granted, rule.getApiGroups(), rule.getResources(), rule.getVerbs()));
    return granted;
  }

  /** What the roles in a file allow. */
  static SortedSet<String> by(Path file, KubernetesClient client) {
    SortedSet<String> granted = new TreeSet<>();
    try (InputStream yaml = Files.newInputStream(file)) {
      client.load(yaml).items().stream()
          .filter(Role.class::isInstance)
          .flatMap(role -> ((Role) role).getRules().stream())
          .forEach(rule -> add(granted, rule.getApiGroups(), rule.getResources(), rule.getVerbs()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return granted;
  }

  private static void add(
      SortedSet<String> granted, List<String> groups, List<String> resources, List<String> verbs) {
    for (String group : groups) {
      for (String resource : resources) {
        verbs.forEach(verb -> granted.add(group + "/" + resource + " " + verb));
      }
    }
  }
}
