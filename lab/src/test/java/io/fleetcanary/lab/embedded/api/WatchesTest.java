package io.fleetcanary.lab.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.mockwebserver.crud.Attribute;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final AttributeSet CHAT = AttributeSet.map(new Attribute("labels:app", "chat"));
  private static final AttributeSet OTHER = AttributeSet.map(new Attribute("labels:app", "other"));

  private final Watches watches = new Watches();
  private final FakeSocket socket = new FakeSocket();

  @Test
  void beginsWithAllThatIsThere() {
    open(0);
    tell(1, null, CHAT);

    assertThat(socket.told).containsExactly(message("ADDED", "{}"), message("ADDED", "{\"v\":1}"));
  }

  @Test
  void goesOnWhereTheWatcherWas() {
    tell(1, null, CHAT);
    tell(2, CHAT, CHAT);

    open(1);

    assertThat(socket.told).containsExactly(message("MODIFIED", "{\"v\":2}"));
  }

  @Test
  void countsComingIntoViewAsBeingAddedAndLeavingAsBeingDeleted() {
    open(1);
    tell(2, OTHER, CHAT);
    tell(3, CHAT, OTHER);
    tell(4, OTHER, null);

    assertThat(socket.told)
        .containsExactly(message("ADDED", "{\"v\":2}"), message("DELETED", "{\"v\":3}"));
  }

  @Test
  void sendsTheWatcherBackToTheListWhenTooMuchHasHappened() {
    for (int version = 1; version <= 2_001; version++) {
      tell(version, CHAT, CHAT);
    }

    open(0);
    assertThat(socket.told).hasSize(1);
    open(1);
    assertThat(socket.told).hasSize(2_001);
    tell(2_002, CHAT, CHAT);
    FakeSocket late = new FakeSocket();
    watches.watch(CHAT, 1, List::of).onOpen(late, new MockResponse());

    assertThat(late.told).hasSize(1);
    assertThat(late.told.getFirst()).contains("\"ERROR\"").contains("410");
  }

  @Test
  void tellsNothingMoreOnceItIsClosed() {
    WebSocketListener watch = open(0);

    watch.onClosing(socket, 1000, "");
    tell(1, null, CHAT);

    assertThat(socket.told).containsExactly(message("ADDED", "{}"));
    assertThat(socket.closed).isTrue();
  }

  private WebSocketListener open(long version) {
    WebSocketListener watch = watches.watch(CHAT, version, () -> List.of("{}"));
    watch.onOpen(socket, new MockResponse());
    return watch;
  }

  private void tell(long version, @Nullable AttributeSet before, @Nullable AttributeSet after) {
    watches.tell(new WatchEvent(version, before, after, "{\"v\":" + version + "}"));
  }

  private static String message(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
  }

  private static final class FakeSocket implements WebSocket {
    private final List<String> told = new ArrayList<>();
    private boolean closed;

    @Override
    public RecordedRequest request() {
      return Store.patchRequest("/", "[]");
    }

    @Override
    public boolean send(String text) {
      return told.add(text);
    }

    @Override
    public boolean send(byte[] bytes) {
      throw new IllegalStateException("watches send text");
    }

    @Override
    public boolean close(int code, String reason) {
      closed = true;
      return true;
    }
  }
}
