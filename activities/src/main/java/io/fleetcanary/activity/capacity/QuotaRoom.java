package io.fleetcanary.activity.capacity;

import static java.math.BigDecimal.ZERO;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the quotas of a namespace leave; those with scopes may not apply, and do not count. */
public final class QuotaRoom {
  private QuotaRoom() {}

  /** Room for more pods like one; empty where no quota limits them. */
  public static Optional<Room> of(PodSpec one, List<ResourceQuota> quotas) {
    SortedMap<String, BigDecimal> charged = charged(Needs.of(one));
    return quotas.stream()
        .filter(quota -> quota.getStatus() != null)
        .filter(quota -> quota.getSpec().getScopes().isEmpty())
        .filter(quota -> quota.getSpec().getScopeSelector() == null)
        .flatMap(quota -> rooms(quota, charged))
        .reduce(Room::and);
  }

  /** What one more pod is charged, by all the names that quotas have for it. */
  private static SortedMap<String, BigDecimal> charged(Needs needs) {
    SortedMap<String, BigDecimal> charged = new TreeMap<>();
    needs
        .requests()
        .forEach(
            (name, amount) -> {
              charged.put(name, amount);
              charged.put("requests." + name, amount);
            });
    needs.limits().forEach((name, amount) -> charged.put("limits." + name, amount));
    charged.put("count/pods", BigDecimal.ONE);
    return charged;
  }

  private static Stream<Room> rooms(ResourceQuota quota, SortedMap<String, BigDecimal> charged) {
    SortedMap<String, BigDecimal> hard = Needs.amounts(quota.getStatus().getHard());
    SortedMap<String, BigDecimal> used = Needs.amounts(quota.getStatus().getUsed());
    List<Room> rooms = new ArrayList<>();
    charged.forEach(
        (name, one) -> {
          BigDecimal limit = hard.get(name);
          if (limit != null) {
            BigDecimal left = limit.subtract(used.getOrDefault(name, ZERO)).max(ZERO);
            rooms.add(room(quota, name, left, one));
          }
        });
    return rooms.stream();
  }

  private static Room room(ResourceQuota quota, String name, BigDecimal left, BigDecimal one) {
    return new Room(
        left.divide(one, 0, RoundingMode.DOWN).intValue(),
        "ResourceQuota %s leaves %s %s"
            .formatted(
                quota.getMetadata().getName(), left.stripTrailingZeros().toPlainString(), name));
  }
}
