package io.fleetcanary.lab.dataplane.http;

import java.io.IOException;

/**
 * A request for a web socket, as a watch makes one: what follows is no HTTP, and is passed on as it
 * comes.
 */
public final class Upgrade {
  private static final int GRANTED = 101;

  private Upgrade() {}

  /** Asked before each piece is passed on; false where it is dropped. */
  @FunctionalInterface
  public interface Passing {
    boolean passes() throws IOException;
  }

  /** Whether this asks for one; what clients say of HTTP/2 is no such thing. */
  public static boolean asked(Request request) {
    return request.headers().get("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  /**
   * Passes it on, and where it is granted all that comes, both ways, until a side ends.
   *
   * @return whether the connection goes on, because it was not granted
   */
  public static boolean pass(Request request, Wire near, Wire far, Passing each)
      throws IOException {
    far.writeHead(request.method() + " " + request.target() + " HTTP/1.1", request.headers());
    Answer head = far.readHead();
    if (head.status() != GRANTED) {
      near.write(far.readRest(head, request), false);
      return true;
    }
    near.writeHead("HTTP/1.1 101 Switching Protocols", head.headers());
    Thread back = Thread.ofVirtual().start(() -> answer(far, near, each));
    try {
      near.pour(far, each);
    } finally {
      far.close();
      awaitEnd(back);
    }
    return false;
  }

  /** Nobody is told of an end that does not come through. */
  private static void answer(Wire far, Wire near, Passing each) {
    try {
      far.pour(near, each);
    } catch (IOException gone) {
      // ends like any other
    }
    try {
      if (each.passes()) {
        near.close();
      }
    } catch (IOException interrupted) {
      near.close();
    }
  }

  private static void awaitEnd(Thread back) {
    try {
      back.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}
