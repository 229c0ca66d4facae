package io.fleetcanary.lab.embedded.gateway;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of a service and hands each to a pod: the backends by weight, the pods of a
 * backend in turn. Says 404 without a route, 500 for a service that does not exist, 503 for one
 * without ready pods, 502 when the pod does not answer.
 */
public final class Gateway implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final Function<String, Optional<URI>> pods;
  private final HttpPool pool = new HttpPool(ANSWER_WITHIN);
  private final ConcurrentMap<String, AtomicInteger> turns = new ConcurrentHashMap<>();
  private final HttpListener listener;
  private volatile SortedMap<String, Table> tables = new TreeMap<>();
  private volatile Duration late = Duration.ZERO;

  /** Opens it on the loopback address; {@code pods} tells where a pod answers, by uid. */
  public Gateway(Function<String, Optional<URI>> pods) {
    this.pods = pods;
    this.listener = HttpListener.onLoopback(this::answer);
  }

  public URI uri() {
    return listener.uri();
  }

  /**
   * Obeys these backends from now on. Unchanged weights keep their turn.
   *
   * @param paths the backends of each path and what is below it
   */
  void route(SortedMap<String, List<Backend>> paths) {
    SortedMap<String, Table> next = new TreeMap<>();
    paths.forEach((path, backends) -> next.put(path, table(tables.get(path), backends)));
    tables = next;
  }

  /** Obeys weights so much later from now on that send more to the last backend; 0 at first. */
  public void obeysRisesAfter(Duration time) {
    late = time;
  }

  private Table table(@Nullable Table known, List<Backend> backends) {
    List<Backend> all = List.copyOf(backends);
    WeightedTurns turns = new WeightedTurns(all.stream().map(Backend::weight).toList());
    if (known == null) {
      return new Table(all, turns, turns, Instant.MIN);
    }
    if (known.turns.weights().equals(turns.weights())) {
      return new Table(all, known.turns, known.before, known.obeyed);
    }
    Instant obeyed = turns.rises(known.turns) ? Instant.now().plus(late) : Instant.MIN;
    return new Table(all, turns, known.turns, obeyed);
  }

  @Override
  public void close() {
    listener.close();
    pool.close();
  }

  private Answer answer(Request request) {
    Optional<Table> longest =
        tables.entrySet().stream()
            .filter(entry -> below(request.path(), entry.getKey()))
            .max(Comparator.comparingInt(entry -> entry.getKey().length()))
            .map(Map.Entry::getValue);
    return longest
        .map(table -> answer(table, request))
        .orElseGet(() -> Answer.text(404, "no route\n"));
  }

  private static boolean below(String path, String prefix) {
    return prefix.endsWith("/")
        ? path.startsWith(prefix)
        : path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private Answer answer(Table now, Request request) {
    Optional<Integer> turn = now.next();
    if (turn.isEmpty()) {
      return Answer.text(503, "no backend has a weight\n");
    }
    Backend backend = now.backends().get(turn.get());
    if (!backend.exists()) {
      return Answer.text(500, "no service " + backend.service() + "\n");
    }
    if (backend.endpoints().isEmpty()) {
      return Answer.text(503, "no ready pod of " + backend.service() + "\n");
    }
    return ask(backend, request);
  }

  private Answer ask(Backend backend, Request request) {
    int turn =
        turns.computeIfAbsent(backend.service(), name -> new AtomicInteger()).getAndIncrement();
    List<String> endpoints = backend.endpoints();
    String pod = endpoints.get(Math.floorMod(turn, endpoints.size()));
    Optional<URI> uri = pods.apply(pod);
    if (uri.isEmpty()) {
      return Answer.text(502, "pod " + pod + " refuses connections\n");
    }
    try {
      URI at = uri.get();
      return pool.send(new InetSocketAddress(at.getHost(), at.getPort()), request);
    } catch (IOException silent) {
      return Answer.text(502, "pod " + pod + " does not answer: " + silent.getMessage() + "\n");
    }
  }

  /**
   * The backends of a path.
   *
   * @param before whose turn it is until it obeys
   * @param obeyed from when the turns are those that it was told
   */
  private record Table(
      List<Backend> backends, WeightedTurns turns, WeightedTurns before, Instant obeyed) {
    Optional<Integer> next() {
      return Instant.now().isBefore(obeyed) ? before.next() : turns.next();
    }
  }
}
