package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.ClusterObject.Whose;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Refused;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.LedgerState;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Where a service's ledger is kept: one ConfigMap, created once, replaced ever after. */
public final class LedgerBook {
  private final ClusterObject<ConfigMap> map;
  private final LedgerText text;
  private final String namespace;
  private final String service;

  public LedgerBook(KubernetesClient client, String namespace, String service) {
    this.namespace = namespace;
    this.service = service;
    String name = Labels.ledger(service);
    this.map =
        new ClusterObject<>(
            client.configMaps().inNamespace(namespace),
            client.getKubernetesSerialization(),
            Whose.OURS,
            "ConfigMap",
            name);
    this.text = new LedgerText(client.getKubernetesSerialization());
  }

  /** What it says now. */
  public Ledger read() {
    return read(map.read());
  }

  /**
   * Writes what the rule decides on, and what {@code contents} makes of it; looks again when
   * somebody else was faster.
   *
   * @param contents called only when the rule says write, after the look
   * @return why it was not written; empty when it was, or need not be
   */
  public Optional<Stop> write(
      Function<Ledger, Decision<LedgerState>> rule, UnaryOperator<Ledger> contents) {
    return Conflicts.again(() -> attempt(rule, contents));
  }

  private Optional<Stop> attempt(
      Function<Ledger, Decision<LedgerState>> rule, UnaryOperator<Ledger> contents) {
    Optional<ConfigMap> seen = map.read();
    Ledger ledger = read(seen);
    return switch (rule.apply(ledger)) {
      case Write<LedgerState> write -> {
        put(seen, contents.apply(ledger.in(write.mark())));
        yield Optional.empty();
      }
      case Done<LedgerState> done -> Optional.empty();
      case Fenced<LedgerState> fenced ->
          Optional.of(new Stop.Fenced(map.toString(), fenced.why(), fenced.by()));
      case Refused<LedgerState> refused -> {
        if (!refused.mark().equals(ledger.state())) {
          put(seen, ledger.in(refused.mark()));
        }
        yield Optional.of(new Stop.Refused(service, refused.owner()));
      }
    };
  }

  @Override
  public String toString() {
    return map.toString();
  }

  private void put(Optional<ConfigMap> seen, Ledger ledger) {
    SortedMap<String, String> data = text.write(ledger);
    ConfigMap wanted =
        new ConfigMapBuilder(seen.orElseGet(ConfigMap::new))
            .editOrNewMetadata()
            .withName(Labels.ledger(service))
            .withNamespace(namespace)
            .withLabels(Labels.ofLedger(service))
            .endMetadata()
            .withData(data)
            .build();
    seen.ifPresentOrElse(before -> map.write(before, wanted), () -> map.create(wanted));
  }

  private Ledger read(Optional<ConfigMap> seen) {
    return seen.map(before -> text.read(before.getData())).orElse(Ledger.NEW);
  }
}
