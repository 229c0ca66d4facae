package io.fleetcanary.activity.metric;

import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How far two counters have come: folded into intervals that begin where the watch begins.
 *
 * @param scrape time between two samples of a series, zero until known
 * @param step length of an interval, zero until known, then for good
 * @param folded how many intervals have been counted
 * @param early requests before the gateway obeyed, see {@link CountEvidence}
 * @param dispersion φ, how many times more the arms differ than a binomial says; 0 until asked for
 * @param unknown whether nothing could be learnt of it; older workers do not write it
 * @param ratios intervals and logs of each comparison, base64 of big-endian doubles
 */
public record Counting(
    Duration scrape,
    Duration step,
    long folded,
    Counts canary,
    Counts stable,
    ShareSeen early,
    double dispersion,
    boolean unknown,
    List<String> ratios)
    implements Progress {
  public Counting {
    early = Objects.requireNonNullElse(early, ShareSeen.NONE); // older workers do not write it
    ratios = List.copyOf(ratios);
  }

  static Counting start(List<Criterion> criteria) {
    return new Counting(
            Duration.ZERO,
            Duration.ZERO,
            0,
            Counts.NONE,
            Counts.NONE,
            ShareSeen.NONE,
            0,
            false,
            List.of())
        .with(0, CountEvidence.none(criteria, Noise.constant(1)));
  }

  Counting with(long intervals, CountEvidence evidence) {
    return new Counting(
        scrape,
        step,
        intervals,
        evidence.canary(),
        evidence.stable(),
        evidence.shareless(),
        dispersion,
        unknown,
        evidence.ratios().stream().map(Counting::packed).toList());
  }

  Counting timed(Duration newScrape, Duration newStep) {
    return new Counting(
        newScrape, newStep, folded, canary, stable, early, dispersion, unknown, ratios);
  }

  Counting dispersed(Optional<Double> learnt) {
    return new Counting(
        scrape, step, folded, canary, stable, early, learnt.orElse(1.0), learnt.isEmpty(), ratios);
  }

  /** What evidence is divided by; what was not asked for before the first count is not known. */
  Noise noise() {
    boolean known = dispersion > 0 && !unknown;
    return Noise.of(Optional.of(Math.max(1, dispersion)).filter(it -> known), step);
  }

  CountEvidence evidence(List<Criterion> criteria) {
    List<RatioEvidence> comparisons = new ArrayList<>();
    for (RatioEvidence none : CountEvidence.none(criteria, noise()).ratios()) {
      List<Double> numbers = unpacked(ratios.get(comparisons.size()));
      long intervals = numbers.getFirst().longValue();
      List<Double> logs = numbers.subList(1, numbers.size());
      comparisons.add(new RatioEvidence(none.test(), intervals, logs));
    }
    return new CountEvidence(canary, stable, early, comparisons);
  }

  @Override
  public String shape() {
    return "counting " + ratios.size();
  }

  @Override
  public int comparisons() {
    return ratios.size();
  }

  /** A scrape is the base, the next one falls into an interval, and that has to end. */
  @Override
  public Duration lag() {
    return scrape.plus(step).multipliedBy(2);
  }

  private static String packed(RatioEvidence ratio) {
    ByteBuffer bytes = ByteBuffer.allocate((ratio.logs().size() + 1) * Double.BYTES);
    bytes.putDouble((double) ratio.intervals());
    ratio.logs().forEach(bytes::putDouble);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static List<Double> unpacked(String text) {
    DoubleBuffer logs = ByteBuffer.wrap(Base64.getDecoder().decode(text)).asDoubleBuffer();
    return DoubleStream.generate(logs::get).limit(logs.remaining()).boxed().toList();
  }
}
