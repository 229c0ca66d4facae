package io.fleetcanary.lab.embedded.gateway;

import java.util.List;
import java.util.Optional;

/**
 * Smooth weighted round robin: in any run of requests as long as the sum of the weights, each
 * backend has exactly as many turns as its weight, spread as evenly as they can be.
 *
 * @see <a href="https://github.com/phusion/nginx/commit/27e94984486058d73157038f7950a0a36ecc6e35">
 *     where the algorithm comes from</a>
 */
final class WeightedTurns {
  private final List<Integer> weights;
  private final long[] credit;
  private final long total;

  /** Turns for as many backends as there are weights, each 0 or more. */
  WeightedTurns(List<Integer> weights) {
    this.weights = List.copyOf(weights);
    this.credit = new long[weights.size()];
    this.total = weights.stream().mapToLong(Integer::longValue).sum();
  }

  List<Integer> weights() {
    return weights;
  }

  /** Whether the last backend has a larger part of the turns than its part before, if any. */
  boolean rises(WeightedTurns before) {
    int last = credit.length - 1;
    double then = last < before.credit.length ? before.part(last) : 0;
    return last > 0 && part(last) > then;
  }

  private double part(int backend) {
    return total == 0 ? 0 : (double) weights.get(backend) / total;
  }

  /** Whose turn it is, counted from 0; nobody's when all weights are 0. */
  synchronized Optional<Integer> next() {
    if (total == 0) {
      return Optional.empty();
    }
    int richest = 0;
    for (int i = 0; i < credit.length; i++) {
      credit[i] += weights.get(i);
      if (credit[i] > credit[richest]) {
        richest = i;
      }
    }
    credit[richest] -= total;
    return Optional.of(richest);
  }
}
