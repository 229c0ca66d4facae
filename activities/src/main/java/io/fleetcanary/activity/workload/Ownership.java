package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Marks of tools that would write an object again, or remove a copy of it. */
public final class Ownership {
  /** Keys of labels and annotations, by their beginning. */
  private static final List<Mark> KEYS =
      List.of(
          new Mark("argocd.argoproj.io/", "Argo CD"),
          new Mark("kustomize.toolkit.fluxcd.io/", "Flux"),
          new Mark("helm.toolkit.fluxcd.io/", "Flux"),
          new Mark("meta.helm.sh/", "Helm"));

  private static final List<Mark> MANAGERS =
      List.of(
          new Mark("argocd", "Argo CD"),
          new Mark("kustomize-controller", "Flux"),
          new Mark("helm-controller", "Flux"),
          new Mark("helm", "Helm"),
          new Mark("Helm", "Helm"));

  /** Not ownership, but just as wrong on a copy. */
  private static final List<String> NOT_FOR_COPIES =
      List.of(
          "claim.fleetcanary.io/",
          "kubectl.kubernetes.io/last-applied-configuration",
          "external-dns.alpha.kubernetes.io/",
          "deployment.kubernetes.io/");

  private Ownership() {}

  /** Who else writes this object, with what tells; empty when nobody is known to. */
  public static Optional<String> of(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return Stream.of(controller(metadata), keys(metadata), helmLabel(metadata), managers(metadata))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * How the tool that writes an object is told to leave one of its fields alone; empty where none
   * is known to write it, or a controller does, which cannot be told.
   *
   * @param field as a JSON pointer
   */
  public static Optional<String> leaving(HasMetadata object, String field) {
    String kind = object.getKind();
    String name = object.getMetadata().getName();
    String owner = of(object).orElse("");
    if (owner.startsWith("Argo CD (")) {
      return Optional.of(
          "ignoreDifferences: [{group: %s, kind: %s, name: %s, jsonPointers: [%s]}] in its"
                  .formatted(group(object), kind, name, field)
              + " Application, with RespectIgnoreDifferences=true");
    }
    boolean flux = owner.startsWith("Flux (");
    if (flux && owner.contains("helm")) {
      return Optional.of(
          "driftDetection.ignore: [{paths: [%s], target: {kind: %s, name: %s}}] in its HelmRelease"
              .formatted(field, kind, name));
    }
    if (flux) {
      return Optional.of("annotation kustomize.toolkit.fluxcd.io/ssa: IfNotPresent on it in Git");
    }
    return owner.startsWith("Helm (") ? Optional.of("no helm upgrade meanwhile") : Optional.empty();
  }

  private static String group(HasMetadata object) {
    String version = object.getApiVersion();
    return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
  }

  /** The labels or annotations that a copy may carry. */
  static SortedMap<String, String> without(Map<String, String> marks) {
    SortedMap<String, String> kept = new TreeMap<>(marks);
    kept.keySet().removeIf(key -> KEYS.stream().anyMatch(mark -> key.startsWith(mark.begins())));
    kept.keySet().removeIf(key -> NOT_FOR_COPIES.stream().anyMatch(key::startsWith));
    kept.remove("app.kubernetes.io/managed-by", "Helm");
    return kept;
  }

  private static Optional<String> controller(ObjectMeta metadata) {
    return metadata.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(owner -> owner.getKind() + " " + owner.getName() + " (its controller)")
        .findFirst();
  }

  private static Optional<String> keys(ObjectMeta metadata) {
    return Stream.of(metadata.getLabels(), metadata.getAnnotations())
        .flatMap(marks -> marks.keySet().stream())
        .sorted()
        .flatMap(key -> tool(KEYS, key, key))
        .findFirst();
  }

  private static Optional<String> helmLabel(ObjectMeta metadata) {
    return Optional.ofNullable(metadata.getLabels().get("app.kubernetes.io/managed-by"))
        .filter("Helm"::equals)
        .map(helm -> "Helm (app.kubernetes.io/managed-by)");
  }

  private static Optional<String> managers(ObjectMeta metadata) {
    return metadata.getManagedFields().stream()
        .map(ManagedFieldsEntry::getManager)
        .filter(Objects::nonNull)
        .flatMap(manager -> tool(MANAGERS, manager, "field manager " + manager))
        .findFirst();
  }

  private static Stream<String> tool(List<Mark> marks, String text, String told) {
    return marks.stream()
        .filter(mark -> text.startsWith(mark.begins()))
        .map(mark -> mark.tool() + " (" + told + ")")
        .limit(1);
  }

  private record Mark(String begins, String tool) {}
}
