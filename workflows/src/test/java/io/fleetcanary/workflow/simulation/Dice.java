package io.fleetcanary.workflow.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What is drawn from a seed. */
record Dice(RandomGenerator random) {
  static Dice of(long seed) {
    return new Dice(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
  }

  /** From 0, below {@code count}. */
  int below(int count) {
    return random.nextInt(count);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Short ones are as likely as long ones. */
  Duration upTo(Duration most) {
    double magnitude = random.nextDouble() * Math.log((double) most.toMillis());
    return Duration.ofMillis((long) Math.exp(magnitude));
  }

  /** Any time up to this one. */
  Duration within(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis()));
  }
}
