package io.fleetcanary.core.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fleetcanary.core.evidence.Alternatives;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Natural logarithm of the evidence for each alternative, small enough to be sent around.
 *
 * @param packed base64 of one big-endian short each, in hundredths; rounded down, so that packing
 *     never adds evidence
 */
public record Levels(@JsonValue String packed) {
  /** Nothing seen: evidence is 1. */
  public static final Levels NONE = of(i -> 0);

  private static final double UNIT = 100;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Levels {
    int bytes = Base64.getDecoder().decode(packed).length;
    if (bytes != Alternatives.COUNT * Short.BYTES) {
      throw new IllegalArgumentException(
          "levels must be " + Alternatives.COUNT + " shorts, got " + bytes + " bytes");
    }
  }

  /** Packs these logarithms, one for each alternative. */
  public static Levels of(double[] logs) {
    return of(i -> logs[i]);
  }

  private static Levels of(IntToDoubleFunction log) {
    short[] hundredths = new short[Alternatives.COUNT];
    for (int i = 0; i < hundredths.length; i++) {
      double floor = Math.floor(log.applyAsDouble(i) * UNIT + 1e-6);
      hundredths[i] = (short) Math.clamp(floor, Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return of(hundredths);
  }

  /** These hundredths, one for each alternative. */
  static Levels of(short[] hundredths) {
    ByteBuffer bytes = ByteBuffer.allocate(Alternatives.COUNT * Short.BYTES);
    bytes.asShortBuffer().put(hundredths);
    return new Levels(Base64.getEncoder().withoutPadding().encodeToString(bytes.array()));
  }

  short[] hundredths() {
    short[] hundredths = new short[Alternatives.COUNT];
    ByteBuffer.wrap(Base64.getDecoder().decode(packed)).asShortBuffer().get(hundredths);
    return hundredths;
  }

  /** One for each alternative. */
  public List<Double> logs() {
    List<Double> logs = new ArrayList<>();
    for (short each : hundredths()) {
      logs.add(each / UNIT);
    }
    return logs;
  }

  /** What speaks against each alternative; 1 where it speaks for it. */
  Levels objection() {
    List<Double> mine = logs();
    return of(i -> Math.min(0, mine.get(i)));
  }

  /**
   * The product with another piece of evidence to a power; where that is below 0, evidence is taken
   * off, and as what is here was rounded down, as much as it may have been.
   */
  Levels plus(Levels more, double power) {
    List<Double> mine = logs();
    List<Double> theirs = more.logs();
    double lost = power < 0 ? 1 / UNIT : 0;
    return of(i -> mine.get(i) + power * (theirs.get(i) + lost));
  }
}
