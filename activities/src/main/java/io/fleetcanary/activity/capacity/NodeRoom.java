package io.fleetcanary.activity.capacity;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What the nodes have free. Node selectors and taints count; affinity and topology do not, so the
 * scheduler may still find less.
 */
public final class NodeRoom {
  private static final List<String> ENDED = List.of("Succeeded", "Failed");

  private final List<SortedMap<String, BigDecimal>> free;
  private final Needs needs;

  private NodeRoom(List<SortedMap<String, BigDecimal>> free, Needs needs) {
    this.free = free;
    this.needs = needs;
  }

  /**
   * Room for more pods like one.
   *
   * @param pods of all namespaces
   */
  public static Room of(PodSpec one, List<Node> nodes, List<Pod> pods) {
    Map<String, List<Pod>> placed =
        pods.stream()
            .filter(pod -> pod.getSpec().getNodeName() != null)
            .filter(pod -> pod.getStatus() == null || !ENDED.contains(pod.getStatus().getPhase()))
            .collect(groupingBy(pod -> pod.getSpec().getNodeName()));
    List<SortedMap<String, BigDecimal>> free =
        nodes.stream()
            .filter(node -> takes(node, one))
            .map(node -> free(node, placed.getOrDefault(node.getMetadata().getName(), List.of())))
            .toList();
    return new NodeRoom(free, Needs.of(one)).room();
  }

  private static SortedMap<String, BigDecimal> free(Node node, List<Pod> pods) {
    SortedMap<String, BigDecimal> free = Needs.amounts(node.getStatus().getAllocatable());
    for (Pod pod : pods) {
      Needs.of(pod.getSpec())
          .requests()
          .forEach((name, amount) -> free.merge(name, amount.negate(), BigDecimal::add));
    }
    return free;
  }

  private static boolean takes(Node node, PodSpec pod) {
    Map<String, String> wanted = Objects.requireNonNullElse(pod.getNodeSelector(), Map.of());
    Map<String, String> labels =
        Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
    return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && labels.entrySet().containsAll(wanted.entrySet())
        && node.getSpec().getTaints().stream()
            .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
            .allMatch(taint -> pod.getTolerations().stream().anyMatch(it -> tolerates(it, taint)));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    boolean key = toleration.getKey() == null || toleration.getKey().equals(taint.getKey());
    boolean effect =
        toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect());
    boolean value =
        "Exists".equals(toleration.getOperator())
            || Objects.equals(
                Objects.toString(toleration.getValue(), ""),
                Objects.toString(taint.getValue(), ""));
    return key && effect && value;
  }

  private Room room() {
    long fitting = free.stream().mapToLong(this::fitting).sum();
    String tightest =
        needs.requests().keySet().stream().min(comparingLong(this::fittingBy)).orElseThrow();
    BigDecimal left =
        free.stream()
            .map(node -> node.getOrDefault(tightest, BigDecimal.ZERO).max(BigDecimal.ZERO))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Room(
        Math.toIntExact(Math.min(fitting, Integer.MAX_VALUE)),
        "%s %s free on %d suitable nodes"
            .formatted(left.stripTrailingZeros().toPlainString(), tightest, free.size()));
  }

  private long fitting(SortedMap<String, BigDecimal> node) {
    return needs.requests().keySet().stream()
        .mapToLong(name -> fitting(node, name))
        .min()
        .orElseThrow();
  }

  /** How many would fit if only this resource counted. */
  private long fittingBy(String name) {
    return free.stream().mapToLong(node -> fitting(node, name)).sum();
  }

  private long fitting(SortedMap<String, BigDecimal> node, String name) {
    BigDecimal left = node.getOrDefault(name, BigDecimal.ZERO).max(BigDecimal.ZERO);
    return left.divide(needs.requests().get(name), 0, RoundingMode.DOWN).longValue();
  }
}
