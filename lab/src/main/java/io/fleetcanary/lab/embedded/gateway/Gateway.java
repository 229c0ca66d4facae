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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

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
  private volatile List<Table> tables = List.of();
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
   * Obeys these rules from now on, the first that takes a request. Unchanged weights keep their
   * turn.
   */
  void obey(List<Rule> rules) {
    List<Table> known = tables;
    tables = rules.stream().map(rule -> table(rule, known)).toList();
  }

  /** Obeys weights so much later from now on that send more to the last backend; 0 at first. */
  public void obeysRisesAfter(Duration time) {
    late = time;
  }

  private Table table(Rule rule, List<Table> known) {
    WeightedTurns turns = new WeightedTurns(rule.weights());
    return known.stream()
        .filter(table -> table.rule.standsWhere(rule))
        .findFirst()
        .map(table -> next(rule, turns, table))
        .orElseGet(() -> new Table(rule, turns, turns, Instant.MIN));
  }

  private Table next(Rule rule, WeightedTurns turns, Table known) {
    if (known.turns.weights().equals(turns.weights())) {
      return new Table(rule, known.turns, known.before, known.obeyed);
    }
    Instant obeyed = turns.rises(known.turns) ? Instant.now().plus(late) : Instant.MIN;
    return new Table(rule, turns, known.turns, obeyed);
  }

  @Override
  public void close() {
    listener.close();
    pool.close();
  }

  private Answer answer(Request request) {
    return tables.stream()
        .filter(table -> table.rule().takes(request))
        .findFirst()
        .map(table -> answer(table, table.rule().passedOn(request)))
        .orElseGet(() -> Answer.text(404, "no route\n"));
  }

  private Answer answer(Table now, Request request) {
    Optional<Integer> turn = now.next();
    if (turn.isEmpty()) {
      return Answer.text(503, "no backend has a weight\n");
    }
    Backend backend = now.rule().backends().get(turn.get());
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
   * The backends of a rule.
   *
   * @param before whose turn it is until it obeys
   * @param obeyed from when the turns are those that it was told
   */
  private record Table(Rule rule, WeightedTurns turns, WeightedTurns before, Instant obeyed) {
    Optional<Integer> next() {
      return Instant.now().isBefore(obeyed) ? before.next() : turns.next();
    }
  }
}
