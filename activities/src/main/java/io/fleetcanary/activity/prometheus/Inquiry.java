package io.fleetcanary.activity.prometheus;

import io.fleetcanary.activity.prometheus.PrometheusClient.NoAnswer;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
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
public record Inquiry(PrometheusClient prometheus, ExecutorService threads, Duration within) {
  /** Answers by question; every question has a reply, after this time at the latest. */
  public Map<Question, Reply> ask(Collection<Question> questions, Duration atMost) {
    List<Question> distinct = List.copyOf(new LinkedHashSet<>(questions));
    List<Callable<Reply>> calls = new ArrayList<>();
    distinct.forEach(question -> calls.add(() -> reply(question)));
    List<Future<Reply>> done = all(calls, atMost);
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
      return new Unanswered(String.valueOf(e.getMessage()), e.passing());
    }
  }

  private Reply late() {
    return new Unanswered("prometheus did not answer within " + within.toMillis() + " ms", true);
  }

  /** One query, evaluated at one instant. */
  public record Question(String promql, Instant at) {}

  /** What came back. */
  public sealed interface Reply {}

  public record Answered(List<Series> series) implements Reply {}

  /**
   * Nothing came back that can be relied upon.
   *
   * @param passing whether it may at the next look
   */
  public record Unanswered(String why, boolean passing) implements Reply {}

  /**
   * The one number of a reply.
   *
   * @param value NaN where there is none
   * @param missing why there is none; empty where there is one
   */
  public record Reading(double value, String missing) {
    public static Reading of(Reply reply) {
      return switch (reply) {
        case Answered answer ->
            of(answer.series.stream().flatMap(one -> one.samples().stream()).toList());
        case Unanswered none -> none(none.why);
      };
    }

    public static Reading none(String why) {
      return new Reading(Double.NaN, why);
    }

    private static Reading of(List<Sample> samples) {
      if (samples.size() != 1) {
        return none(
            samples.isEmpty() ? "no data" : samples.size() + " values, query must give one");
      }
      double value = samples.getFirst().value();
      return Double.isFinite(value)
          ? new Reading(value, "")
          : none("value must be a number, got " + value);
    }
  }
}
