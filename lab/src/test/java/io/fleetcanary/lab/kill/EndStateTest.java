package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.Entry;
import io.fleetcanary.lab.invariant.history.Entry.Event;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import io.fleetcanary.workflow.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EndStateTest {
  private final List<Entry> entries = new ArrayList<>();

  @Test
  void isTheSameWhereOnlyWhatIsMadeAnewDiffers() {
    add(Event.MODIFIED, Kind.CONFIG_MAP, "fleetcanary-chat", ledger("chat-20261126174501-0a1b", 7));
    pod("chat-5d8f-aaaaa", "10.0.0.1");
    EndState one = end("killed-1", "errors 50.1 % > limit 5 %, n = 311");
    entries.clear();
    add(Event.MODIFIED, Kind.CONFIG_MAP, "fleetcanary-chat", ledger("chat-20261126180000-ffff", 9));
    pod("chat-5d8f-bbbbb", "10.0.0.9");

    EndState other = end("killed-2", "errors 49.9 % > limit 5 %, n = 287");

    assertThat(other.differencesTo(one)).isEmpty();
  }

  @Test
  void saysWhichObjectDiffersAndHow() {
    add(Event.ADDED, Kind.DEPLOYMENT, "chat", "{\"spec\": {\"replicas\": 2}}");
    EndState reference = end("killed-1", "");
    add(Event.MODIFIED, Kind.DEPLOYMENT, "chat", "{\"spec\": {\"replicas\": 3}}");

    EndState end = end("killed-1", "");

    assertThat(end.differencesTo(reference))
        .singleElement()
        .asString()
        .startsWith("first: Deployment chat must be ")
        .contains("\"replicas\":2", "\"replicas\":3");
  }

  @Test
  void countsThePodsThatWereMadeOnTheWay() {
    pod("chat-5d8f-aaaaa", "10.0.0.1");
    EndState reference = end("killed-1", "");
    entries.clear();
    pod("chat-5d8f-ccccc", "10.0.0.3");
    add(Event.DELETED, Kind.POD, "chat-5d8f-ccccc", ownedPod("10.0.0.3"));
    pod("chat-5d8f-bbbbb", "10.0.0.2");

    EndState end = end("killed-1", "");

    assertThat(end.differencesTo(reference))
        .containsExactly("first: pods made of chat-5d8f must be …1, got …2");
  }

  @Test
  void saysWhatIsLeftOver() {
    EndState reference = end("killed-1", "");
    add(Event.ADDED, Kind.SERVICE, "chat-canary", "{\"spec\": {\"clusterIP\": \"10.1.1.1\"}}");

    EndState end = end("killed-1", "");

    assertThat(end.differencesTo(reference))
        .singleElement()
        .asString()
        .startsWith("first: Service chat-canary must be …nothing");
  }

  @Test
  void comparesHowItEndedAndWhy() {
    EndState reference = end("killed-1", "errors 50.1 % > limit 5 %");

    EndState end = end("killed-1", "no worker");

    assertThat(end.differencesTo(reference)).singleElement().asString().startsWith("outcome");
  }

  private void pod(String name, String address) {
    add(Event.ADDED, Kind.POD, name, ownedPod(address));
  }

  private static String ownedPod(String address) {
    return """
        {"metadata": {"ownerReferences": [{"name": "chat-5d8f"}]},
         "spec": {"nodeName": "gpu-1"}, "status": {"podIP": "%s"}}
        """
        .formatted(address);
  }

  private static String ledger(String rollout, int version) {
    return """
        {"data": {"state": "{\\"rollout\\": \\"%s\\", \\"resourceVersion\\": \\"%d\\"}"}}
        """
        .formatted(rollout, version);
  }

  private void add(Event event, Kind kind, String name, String json) {
    ObjectKey object = new ObjectKey(kind, name);
    entries.add(new Entry("first", entries.size() + 1, object, event, tree(json), Instant.EPOCH));
  }

  private EndState end(String namespace, String reason) {
    ClusterHistory cluster = ClusterHistory.of("first", entries, byHand -> false);
    History history = new History(new TreeMap<>(Map.of("first", cluster)), List.of(), List.of());
    return EndState.of(
        history,
        new FleetOutcome("chat-1", FleetPhase.ROLLED_BACK, reason, new TreeMap<>()),
        namespace);
  }

  private static JsonNode tree(String json) {
    try {
      return Payloads.mapper().readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
