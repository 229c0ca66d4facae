package io.fleetcanary.lab.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Stands in front of a Prometheus, and spoils what it answers about a namespace on request. */
public final class PrometheusProxy implements AutoCloseable {
  private static final Duration SLOW = Duration.ofSeconds(30);
  private static final long FLAP_MILLIS = 1500;

  private final InetSocketAddress prometheus;
  private final HttpPool pool = new HttpPool(Duration.ofSeconds(30));
  private final HttpListener listener = HttpListener.onLoopback(this::answer);
  private final ConcurrentMap<String, Fault> faults = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Answer> old = new ConcurrentHashMap<>();

  /** Opens it in front of the Prometheus at this base URL. */
  public PrometheusProxy(URI prometheus) {
    this.prometheus = new InetSocketAddress(prometheus.getHost(), prometheus.getPort());
  }

  /** What is wrong with the answers. */
  public enum Fault {
    NONE,
    DOWN,
    NOT_A_NUMBER,
    NO_SAMPLES,
    /** The samples of the first answer again and again, with their old times. */
    STALE,
    TWO_SERIES,
    /** Right, but only after 30 seconds. */
    SLOW,
    /** Closes the connection without an answer. */
    CUT,
    /** Right and HTTP 500 in turns, each for a second and a half. */
    FLAPPING
  }

  /** Base URL, without {@code /api/v1}. */
  public URI uri() {
    return listener.uri();
  }

  /** Spoils all answers to queries that name this namespace, from now on. */
  public void spoil(String namespace, Fault fault) {
    faults.put(namespace, fault);
  }

  @Override
  public void close() {
    listener.close();
    pool.close();
  }

  private Answer answer(Request request) throws InterruptedException {
    String query = URLDecoder.decode(request.target() + text(request), StandardCharsets.UTF_8);
    return switch (fault(query)) {
      case NONE -> forward(request);
      case DOWN -> Answer.text(503, "no healthy upstream\n");
      case NOT_A_NUMBER -> changed(forward(request), PrometheusProxy::notNumbers);
      case NO_SAMPLES -> changed(forward(request), ArrayNode::removeAll);
      case STALE ->
          old.computeIfAbsent(
              query.replaceAll("\\[[^]]*]", "").replaceAll("&time=.*", ""),
              first -> forward(request));
      case TWO_SERIES -> changed(forward(request), PrometheusProxy::twice);
      case SLOW -> {
        Thread.sleep(SLOW); // this is the fault
        yield forward(request);
      }
      case CUT -> throw new HttpListener.Cut();
      case FLAPPING ->
          System.currentTimeMillis() / FLAP_MILLIS % 2 == 0
              ? Answer.text(500, "flapping\n")
              : forward(request);
    };
  }

  private Fault fault(String query) {
    return faults.entrySet().stream()
        .filter(entry -> query.contains("namespace=\"" + entry.getKey() + "\""))
        .map(entry -> entry.getValue())
        .findFirst()
        .orElse(Fault.NONE);
  }

  private Answer forward(Request request) {
    try {
      return pool.send(prometheus, request);
    } catch (IOException away) {
      return Answer.text(502, "prometheus does not answer: " + away.getMessage() + "\n");
    }
  }

  private static Answer changed(Answer answer, Change change) {
    try {
      JsonNode json = Payloads.mapper().readTree(answer.text());
      if (json.path("data").path("result") instanceof ArrayNode result) {
        change.to(result);
      }
      return Answer.json(answer.status(), json.toString());
    } catch (JsonProcessingException notJson) {
      return answer;
    }
  }

  private static void notNumbers(ArrayNode result) {
    for (JsonNode series : result) {
      if (series.get("value") instanceof ArrayNode pair) {
        pair.set(1, TextNode.valueOf("NaN"));
      }
      for (JsonNode pair : series.path("values")) {
        ((ArrayNode) pair).set(1, TextNode.valueOf("NaN"));
      }
    }
  }

  /** As where two exporters tell of the same pods. */
  private static void twice(ArrayNode result) {
    ArrayNode copies = result.deepCopy();
    copies.forEach(series -> ((ObjectNode) series.path("metric")).put("job", "another"));
    result.addAll(copies);
  }

  private static String text(Request request) {
    return "&" + new String(request.body(), StandardCharsets.UTF_8);
  }

  /** What is done to the series of an answer. */
  private interface Change {
    void to(ArrayNode result);
  }
}
