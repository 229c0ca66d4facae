package io.fleetcanary.lab.dataplane;

import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.Request;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The model server of one pod. {@code /readyz} and {@code /metrics} are what they are everywhere;
 * every other path is answered as its image behaves at that moment, with the headers {@code
 * X-Revision} and {@code X-Pod}, and with the {@code X-Seen-By} of the request.
 */
public final class ModelServer implements AutoCloseable {
  /** What a filter on the way has put into a request is told in the answer. */
  static final String SEEN_BY = "X-Seen-By";

  private static final int STRAIN = 10;

  private final String pod;
  private final String image;
  private final Supplier<Behaviour> behaviour;
  private final ModelMetrics metrics = new ModelMetrics();
  private final HttpListener listener;
  private volatile boolean ready = true;

  private long second;
  private int thisSecond;
  private int lastSecond;

  /** Errors owed, in parts of one; half of one at first, so that no count is biased. */
  private double owed = 0.5;

  private ModelServer(
      String pod, String image, Supplier<Behaviour> behaviour, InetSocketAddress address) {
    this.pod = pod;
    this.image = image;
    this.behaviour = behaviour;
    this.listener = HttpListener.open(address, this::answer);
  }

  /**
   * Starts the server of {@code pod} at {@code address}, port 0 taking a free one.
   *
   * @param behaviour asked for every answer
   * @throws java.io.UncheckedIOException if the address cannot be bound
   */
  public static ModelServer start(
      String pod, String image, Supplier<Behaviour> behaviour, InetSocketAddress address) {
    return new ModelServer(pod, image, behaviour, address);
  }

  public InetSocketAddress address() {
    return listener.address();
  }

  public URI uri() {
    return listener.uri();
  }

  /** Says 503 to probes from now on, and goes on answering requests. */
  void retire() {
    ready = false;
  }

  /** Finishes what it has begun to answer, then stops. */
  @Override
  public void close() {
    listener.close();
  }

  /** Stops in the middle of every answer, as a killed process does. */
  void kill() {
    listener.kill();
  }

  private Answer answer(Request request) throws InterruptedException {
    Behaviour now = behaviour.get();
    return switch (request.path()) {
      case "/readyz" -> readiness(now);
      case "/metrics" -> Answer.text(200, metrics.expose(now.gpuLoad()));
      default -> infer(now, request.headers().get(SEEN_BY));
    };
  }

  private Answer readiness(Behaviour now) {
    boolean healthy = ready && now.fate() != Behaviour.Fate.NEVER_READY;
    return healthy ? Answer.text(200, "ok\n") : Answer.text(503, "not ready\n");
  }

  private Answer infer(Behaviour now, Optional<String> seenBy) throws InterruptedException {
    long began = System.nanoTime();
    Thread.sleep(latency(now)); // stands for the model's work
    int status = fails(now.errorRate()) ? 500 : 200;
    metrics.count(status, Duration.ofNanos(System.nanoTime() - began), now.promptTokens());
    String body = "{\"revision\":\"%s\",\"pod\":\"%s\"}\n".formatted(image, pod);
    SortedMap<String, String> headers =
        new TreeMap<>(
            Map.of("Content-Type", "application/json", "X-Revision", image, "X-Pod", pod));
    seenBy.ifPresent(whom -> headers.put(SEEN_BY, whom));
    return new Answer(status, new Headers(headers), Answer.json(status, body).body());
  }

  /** As slow as it is under the load of the second that is just over. */
  private Duration latency(Behaviour now) {
    return arrivals() > now.fastUpTo() ? now.latency().multipliedBy(STRAIN) : now.latency();
  }

  /** Counts a request, and tells how many there were in the last whole second. */
  private synchronized int arrivals() {
    long now = System.nanoTime() / 1_000_000_000;
    if (now != second) {
      lastSecond = now == second + 1 ? thisSecond : 0;
      thisSecond = 0;
      second = now;
    }
    thisSecond++;
    return lastSecond;
  }

  /** Spreads errors evenly, so that a story of a minute shows what a long one would. */
  private synchronized boolean fails(double errorRate) {
    owed += errorRate;
    if (owed < 1) {
      return false;
    }
    owed -= 1;
    return true;
  }
}
