package io.fleetcanary.lab.kill.call;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.Request;
import java.net.URI;
import java.util.function.Function;

/** Stands between a worker and something that it asks by HTTP, until it is cut off. */
final class HttpDoor implements AutoCloseable {
  /** A look that goes on as long as something lasts: the third stands for all that follow. */
  private static final int ALIKE = 3;

  private final Gate gate;
  private final Function<Request, String> names;
  private final Behind behind;
  private final HttpListener listener = HttpListener.onLoopback(this::answer);
  private volatile boolean cut;

  /**
   * Opens one on a free port of loopback.
   *
   * @param names what a request is called
   */
  HttpDoor(Gate gate, Function<Request, String> names, Behind behind) {
    this.gate = gate;
    this.names = names;
    this.behind = behind;
  }

  URI uri() {
    return listener.uri();
  }

  /**
   * Lets nothing more through, in neither direction. What has passed goes on behind the door, and
   * nobody hears of its answer.
   */
  void cut() {
    cut = true;
    listener.kill();
  }

  @Override
  public void close() {
    listener.close();
  }

  private Answer answer(Request request) throws InterruptedException {
    if (cut) {
      throw new HttpListener.Cut();
    }
    Answer answer = pass(request);
    if (cut) {
      throw new HttpListener.Cut();
    }
    return answer;
  }

  private Answer pass(Request request) throws InterruptedException {
    try {
      return gate.pass(names.apply(request), ALIKE, () -> behind.answer(request));
    } catch (Gate.Killed nobodyWaits) {
      throw new HttpListener.Cut();
    } catch (InterruptedException | RuntimeException failure) {
      throw failure;
    } catch (Exception away) {
      return Answer.text(502, "nobody answers behind the door: " + away + "\n");
    }
  }

  /** Who answers. */
  @FunctionalInterface
  interface Behind {
    Answer answer(Request request) throws Exception;
  }
}
