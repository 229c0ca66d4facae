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
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Writer;
import java.util.List;
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

  /** Names of the services in a namespace that have one. */
  public static List<String> services(KubernetesClient client, String namespace) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabels(Labels.OF_LEDGERS)
        .list()
        .getItems()
        .stream()
        .flatMap(map -> Labels.service(map).stream())
        .sorted()
        .toList();
  }

  /** What it says now. */
  public Ledger read() {
    return read(map.read());
  }

  /** Who wrote it last, us aside, as the end of a sentence; empty when nothing tells. */
  public String author() {
    return map.read().map(Authors::of).orElse("");
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

  /**
   * The JSON Patch that frees it as the end of the way back does, for people who go it by hand.
   *
   * @param rollout the one that holds it
   * @throws IllegalStateException if it does not exist
   */
  public String freeing(String rollout) {
    Writer writer = Writer.back(rollout);
    ConfigMap seen =
        map.read().orElseThrow(() -> new IllegalStateException(map + " does not exist"));
    Ledger ledger = text.read(seen.getData());
    Ledger back = ledger.in(mark(LedgerRules.turn(writer, ledger.state()), ledger.state()));
    Ledger free = back.in(mark(LedgerRules.free(writer, back.state()), back.state()));
    ConfigMap freed = new ConfigMapBuilder(seen).withData(text.write(free)).build();
    return map.difference(seen, freed).orElse("[]");
  }

  private static LedgerState mark(Decision<LedgerState> decision, LedgerState otherwise) {
    return decision instanceof Write<LedgerState> write ? write.mark() : otherwise;
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
