package io.fleetcanary.core.spec;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.document.Percent;
import io.fleetcanary.core.kayenta.KayentaConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote. Null, or an empty list, is where they were silent; the plan is silent nowhere.
 *
 * @param service the Service that callers use, a DNS label of at most 56 characters
 * @param namespace the same in every cluster
 * @param workload name of the Deployment
 * @param readyWithin above zero
 * @param drain zero or more
 * @param steps weights rise and stay below 100
 * @param waves at least one, names unique
 * @param again whether a revision may be released that has failed before
 * @param by who asks for it
 * @param handOver whether the workload's owner brings the revision into it, and not we
 */
public record RolloutSpec(
    String service,
    String namespace,
    Revision revision,
    @Nullable String workload,
    Traffic traffic,
    @Nullable Duration readyWithin,
    @Nullable Duration drain,
    List<Step> steps,
    List<Wave> waves,
    Analysis analysis,
    Failure failure,
    boolean again,
    @Nullable String by,
    boolean handOver) {
  public RolloutSpec {
    steps = List.copyOf(steps);
    waves = List.copyOf(waves);
  }

  /**
   * How requests come in.
   *
   * @param route name of the HTTPRoute
   * @param routed how much of the Service's requests comes by its routes, above 0 % to 100 %
   * @param routedRequests the counter of those requests, a plain selector
   */
  public record Traffic(
      @Nullable String route, @Nullable Percent routed, @Nullable String routedRequests) {}

  /**
   * What is new: at least one of image, variables and arguments.
   *
   * @param args replaces the arguments; an empty list removes them, null leaves them
   */
  public record Revision(
      String name,
      @Nullable String image,
      @Nullable String container,
      SortedMap<String, String> env,
      @Nullable List<String> args) {
    public Revision {
      env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
      args = args == null ? null : List.copyOf(args);
    }
  }

  /**
   * A weight and how long it is watched.
   *
   * @param weight percent, 1 to 99
   */
  public record Step(int weight, Duration bake) {}

  /**
   * Clusters released together.
   *
   * @param steps instead of the rollout's
   * @param bake once all of them are promoted
   * @param approval null where nobody is asked
   */
  public record Wave(
      String name,
      Selector selector,
      @Nullable Parallel parallel,
      List<Step> steps,
      @Nullable Duration bake,
      @Nullable Approval approval) {
    public Wave {
      steps = List.copyOf(steps);
    }
  }

  /** Which clusters a wave takes. */
  public sealed interface Selector {
    /** These, in this order. */
    record Named(List<String> clusters) implements Selector {
      public Named {
        clusters = List.copyOf(clusters);
      }
    }

    /** Those that carry all these labels and that no earlier wave took. */
    record Labelled(SortedMap<String, String> labels) implements Selector {
      public Labelled {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      }
    }

    /** All that no earlier wave took. */
    record All() implements Selector {}
  }

  /** How many clusters of a wave are in flight at once. */
  public sealed interface Parallel {
    /** This many, 1 or more. */
    record Clusters(int count) implements Parallel {}

    /** This share of the wave, rounded down, at least one. */
    record Share(Percent percent) implements Parallel {}
  }

  /**
   * Who must consent before the next wave, and for how long they are waited for.
   *
   * @param by people or groups
   * @param count how many of them
   * @param identity how they prove who they are
   */
  public record Approval(
      List<String> by,
      @Nullable Duration within,
      @Nullable Integer count,
      @Nullable Identity identity) {
    public Approval {
      by = List.copyOf(by);
    }
  }

  /**
   * What to measure; without metrics the pods alone are judged.
   *
   * @param alike what must be alike on both arms before slowness says anything
   * @param kayenta whose judge is asked beside ours
   * @param early when a bake may end before its time
   * @param warmUp so long a pod's slowness says nothing
   */
  public record Analysis(
      @Nullable Duration every,
      List<Metric> metrics,
      List<Likeness> alike,
      KayentaConfig kayenta,
      @Nullable OnInconclusive inconclusive,
      Early early,
      @Nullable Duration warmUp) {
    public Analysis {
      metrics = List.copyOf(metrics);
      alike = List.copyOf(alike);
    }
  }

  /**
   * One thing to measure.
   *
   * @param criteria at least one; shares as fractions
   * @param minRequests null for queries, which count none
   * @param onTrial whether what it says is only shown
   */
  public record Metric(
      String name,
      Shape shape,
      List<Criterion> criteria,
      @Nullable Integer minRequests,
      boolean onTrial) {
    public Metric {
      criteria = List.copyOf(criteria);
    }
  }

  /** What a metric is made of. */
  public sealed interface Shape {
    /** Bad requests of all requests: two counters. */
    record Counters(String bad, String of) implements Shape {}

    /** Requests slower than a bucket edge of a histogram. */
    record Histogram(String histogram, Duration above) implements Shape {}

    /**
     * A query with one number as its result.
     *
     * @param compare whether stable is asked too
     */
    record Query(String query, boolean compare) implements Shape {}
  }

  /**
   * How far a bad canary reaches, and how many clusters may fail before it does.
   *
   * @param reachWithin how long a cluster that cannot be reached is tried going forward
   * @param countsUnreachable whether it then uses the budget up; otherwise a person is asked
   */
  public record Failure(
      @Nullable Scope scope,
      @Nullable Integer budget,
      @Nullable Duration reachWithin,
      boolean countsUnreachable) {
    /** Where nothing is said of clusters that cannot be reached. */
    public Failure(@Nullable Scope scope, @Nullable Integer budget) {
      this(scope, budget, null, false);
    }
  }

  /** How far one failure reaches. */
  public enum Scope {
    CLUSTER,
    WAVE,
    FLEET
  }
}
