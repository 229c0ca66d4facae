package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.PrometheusClient.NoAnswer;
import io.fleetcanary.activity.analysis.PrometheusClient.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Asks many questions at once, each only once, and waits no longer than it may.
 *
 * @param within for all rounds of one look together
 */
record Inquiry(PrometheusClient prometheus, ExecutorService threads, Duration within) {
  /** Answers by question; every question has a reply. */
  Map<Question, Reply> ask(Collection<Question> questions, Instant deadline) {
    List<Question> distinct = List.copyOf(new LinkedHashSet<>(questions));
    List<Callable<Reply>> calls = new ArrayList<>();
    distinct.forEach(question -> calls.add(() -> reply(question)));
    List<Future<Reply>> done = all(calls, Duration.between(Instant.now(), deadline));
    Map<Question, Reply> replies = new LinkedHashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      replies.put(distinct.get(i), done.get(i).isCancelled() ? late() : done.get(i).resultNow());
    }
    return replies;
  }

  private List<Future<Reply>> all(List<Callable<Reply>> calls, Duration left) {
    try {
      return threads.invokeAll(calls, left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while prometheus was asked");
    }
  }

  private Reply reply(Question question) throws InterruptedException {
    try {
      return new Answered(prometheus.query(question.promql, question.at, within));
    } catch (NoAnswer e) {
      return new Unanswered(String.valueOf(e.getMessage()));
    }
  }

  private Reply late() {
    return new Unanswered("prometheus did not answer within " + within.toMillis() + " ms");
  }

  /** One query, evaluated at one instant. */
  record Question(String promql, Instant at) {}

  /** What came back. */
  sealed interface Reply {}

  record Answered(List<Series> series) implements Reply {}

  record Unanswered(String why) implements Reply {}
}
