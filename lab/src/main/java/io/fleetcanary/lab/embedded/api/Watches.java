package io.fleetcanary.lab.embedded.api;

import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open watches of an API server. Everything happens on the server's event loop, in order, and
 * never waits: the mock server's own watches wait there, and freeze the server for half a minute
 * when one is closed while it is told of a change.
 */
final class Watches {
  private static final int REMEMBERED = 2_000;
  private static final String GONE =
      Store.status(410, "Expired", "too old resource version; list again");

  private final Set<Watcher> open = new LinkedHashSet<>();
  private final Deque<WatchEvent> past = new ArrayDeque<>();

  /** Version of the newest change that is not remembered. */
  private long forgotten;

  /** Tells all who watch the object, and remembers for those who come back. */
  synchronized void tell(WatchEvent event) {
    past.addLast(event);
    if (past.size() > REMEMBERED) {
      forgotten = past.removeFirst().version();
    }
    open.forEach(watcher -> watcher.tell(event));
  }

  /**
   * A watch of {@code query}. It begins with what has changed after {@code version}, with version 0
   * with all that is there. When the changes are not remembered any more, it says so with a 410.
   *
   * @param present reads the objects of {@code query}, JSON
   */
  WebSocketListener watch(AttributeSet query, long version, Supplier<List<String>> present) {
    return new Watcher(query, version, present);
  }

  private synchronized void begin(Watcher watcher) {
    if (watcher.version == 0) {
      watcher.present.get().forEach(watcher::add);
    } else if (forgotten > watcher.version) {
      watcher.send(WatchEvent.message("ERROR", GONE));
      return;
    } else {
      past.stream().filter(event -> event.version() > watcher.version).forEach(watcher::tell);
    }
    open.add(watcher);
  }

  private synchronized void end(Watcher watcher) {
    open.remove(watcher);
  }

  private final class Watcher extends WebSocketListener {
    private final AttributeSet query;
    private final long version;
    private final Supplier<List<String>> present;
    private @Nullable WebSocket socket;

    Watcher(AttributeSet query, long version, Supplier<List<String>> present) {
      this.query = query;
      this.version = version;
      this.present = present;
    }

    void tell(WatchEvent event) {
      event.told(query).ifPresent(this::send);
    }

    void add(String object) {
      send(WatchEvent.message("ADDED", object));
    }

    private void send(String message) {
      if (socket != null) {
        socket.send(message);
      }
    }

    @Override
    public void onOpen(WebSocket opened, Response response) {
      socket = opened;
      begin(this);
    }

    @Override
    public void onClosing(WebSocket closing, int code, String reason) {
      end(this);
      closing.close(code, reason);
    }

    @Override
    public void onClosed(WebSocket closed, int code, String reason) {
      end(this);
    }

    @Override
    public void onFailure(WebSocket failed, Throwable failure, Response response) {
      end(this);
      failed.close(1011, String.valueOf(failure.getMessage()));
    }
  }
}
