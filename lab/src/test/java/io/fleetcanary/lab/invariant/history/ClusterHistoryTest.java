package io.fleetcanary.lab.invariant.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.lab.invariant.history.Entry.Event;
import io.fleetcanary.workflow.Payloads;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterHistoryTest {
  private static final ObjectKey ROUTE = new ObjectKey(Kind.ROUTE, "chat");
  private static final ObjectKey POD = new ObjectKey(Kind.POD, "chat-1");

  @Test
  void ordersWhatSeveralWatchesHeardByTheVersionsOfTheCluster() {
    ClusterHistory history =
        history(entry(4, POD, "{}"), entry(2, ROUTE, "{\"spec\": 1}"), entry(3, ROUTE, "{}"));

    assertThat(history.moments().stream().map(moment -> moment.entry().version()))
        .containsExactly(2L, 3L, 4L);
    assertThat(history.moments().getLast().before().get(ROUTE)).contains(tree("{}"));
  }

  @Test
  void beginsWithWhatWasFound() {
    Entry found = new Entry("eu-1", 1, ROUTE, Event.FOUND, tree("{}"), Instant.EPOCH);

    ClusterHistory history = history(entry(2, POD, "{}"), found);

    assertThat(history.begin().get(ROUTE)).isPresent();
    assertThat(history.moments()).hasSize(1);
  }

  @Test
  void takesForWrittenOnlyWhatSomebodyAskedFor() {
    ClusterHistory history =
        history(
            entry(1, ROUTE, "{\"metadata\": {\"generation\": 1}, \"spec\": 1}"),
            entry(2, ROUTE, "{\"metadata\": {\"generation\": 1}, \"spec\": 1, \"status\": 1}"),
            entry(3, ROUTE, "{\"metadata\": {\"generation\": 2}, \"spec\": 2, \"status\": 1}"));

    assertThat(history.written().map(moment -> moment.entry().version())).containsExactly(1L, 3L);
  }

  @Test
  void knowsTheWorldsSinceAnObjectWasWritten() {
    ClusterHistory history =
        history(
            entry(1, POD, "{\"spec\": 1}"),
            entry(2, ROUTE, "{\"spec\": 1}"),
            entry(3, POD, "{\"spec\": 2}"),
            entry(4, ROUTE, "{\"spec\": 2}"));

    assertThat(
            history
                .since(ROUTE, history.moments().getLast())
                .map(world -> world.get(POD).orElseThrow().path("spec").asInt()))
        .containsExactly(1, 2);
  }

  @Test
  void leavesOutWhatPeopleDid() {
    ClusterHistory history =
        ClusterHistory.of(
            "eu-1",
            List.of(entry(1, POD, "{\"spec\": 1}"), entry(2, POD, "{\"spec\": 2}")),
            entry -> entry.version() == 2);

    assertThat(history.written().map(moment -> moment.entry().version())).containsExactly(1L);
  }

  private static ClusterHistory history(Entry... entries) {
    return ClusterHistory.of("eu-1", List.of(entries), entry -> false);
  }

  private static Entry entry(long version, ObjectKey object, String json) {
    return new Entry("eu-1", version, object, Event.MODIFIED, tree(json), Instant.EPOCH);
  }

  private static JsonNode tree(String json) {
    try {
      return Payloads.mapper().readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(json, malformed);
    }
  }
}
