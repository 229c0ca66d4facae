package io.fleetcanary.activity.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.activity.workload.MockCluster;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.fleet.ScalerRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerBookTest {
  private static final Writer ROLLOUT = new Writer("chat-20261125120000-1a2b", "run-a");
  private static final Originals BEFORE =
      new Originals(
          "chat",
          2,
          Chat.template(Chat.OLD),
          new TreeMap<>(
              Map.of(
                  "chat",
                  Map.of(
                      "rules", List.of(Map.of("backendRefs", List.of(Map.of("name", "chat"))))))),
          Optional.of(
              new Floor(new ScalerRef("HorizontalPodAutoscaler", "chat"), Optional.of(1), 2)));

  private final MockCluster cluster = new MockCluster();
  private final LedgerBook book = new LedgerBook(cluster.client(), "inference", "chat");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void isFreeBeforeItWasEverWritten() {
    assertThat(book.read()).isEqualTo(Ledger.NEW);
  }

  @Test
  void readsWhatWasWritten() {
    claim();
    book.write(
        it -> LedgerRules.record(ROLLOUT, it.state(), false),
        it -> it.writing(Chat.template(Chat.NEW)));

    Ledger ledger = book.read();

    assertThat(ledger.state().heldBy(ROLLOUT, Phase.FORWARD)).isTrue();
    assertThat(ledger.originals()).contains(BEFORE);
    assertThat(ledger.written()).contains(Chat.template(Chat.NEW));
  }

  @Test
  void canBeReadByPeopleWhoMustRestoreByHand() {
    claim();

    assertThat(map().getData())
        .containsEntry("state", "forward")
        .containsEntry("rollout", "chat-20261125120000-1a2b")
        .containsEntry("replicas", "2")
        .containsEntry("workload", "chat")
        .containsEntry("route.chat", "{\"rules\":[{\"backendRefs\":[{\"name\":\"chat\"}]}]}")
        .hasEntrySatisfying("template", text -> assertThat(text).contains(Chat.OLD));
    assertThat(map().getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "fleetcanary");
  }

  @Test
  void keepsNoTemplateOnceItIsFree() {
    claim();
    book.write(it -> LedgerRules.turn(ROLLOUT, it.state()), it -> it);
    book.write(it -> LedgerRules.free(ROLLOUT, it.state()), it -> it);

    assertThat(map().getData()).containsOnlyKeys("state", "ended").containsEntry("state", "free");
    assertThat(book.read().state().endings().of(ROLLOUT.rollout())).contains(Ending.RETURNED);
  }

  @Test
  void leavesTheHoldersRecordsAloneWhenItRefusesAnother() {
    claim();
    Writer other = new Writer("chat-20261125130000-3c4d", "run-b");

    Optional<Stop> stop = book.write(it -> LedgerRules.claim(other, it.state()), it -> it);

    assertThat(stop).contains(new Stop.Refused("chat", "chat-20261125120000-1a2b"));
    assertThat(book.read().originals()).contains(BEFORE);
    assertThat(book.read().state().endings().remembers(other.rollout())).isTrue();
  }

  @Test
  void looksAgainWhenSomebodyElseWasFaster() {
    Writer other = new Writer("chat-20261125130000-3c4d", "run-b");

    Optional<Stop> stop =
        book.write(
            it -> LedgerRules.claim(ROLLOUT, it.state()),
            it -> {
              new LedgerBook(cluster.client(), "inference", "chat")
                  .write(
                      mine -> LedgerRules.claim(other, mine.state()),
                      mine -> mine.recording(BEFORE));
              return it.recording(BEFORE);
            });

    assertThat(stop).contains(new Stop.Refused("chat", "chat-20261125130000-3c4d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"ended|{", "state|sideways", "template|{", "template|''", "predecessors|null"})
  void knowsNothingOfWhatSomebodyMadeUnreadable(String key, String text) {
    claim();
    ConfigMap broken = new ConfigMapBuilder(map()).addToData(key, text).build();
    cluster.client().resource(broken).update();

    assertThat(book.read()).isEqualTo(Ledger.UNREADABLE);
  }

  private void claim() {
    book.write(it -> LedgerRules.claim(ROLLOUT, it.state()), it -> it.recording(BEFORE));
  }

  private ConfigMap map() {
    return cluster
        .client()
        .configMaps()
        .inNamespace("inference")
        .withName("fleetcanary-chat")
        .require();
  }
}
