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
    ByteBuffer bytes = ByteBuffer.allocate(Alternatives.COUNT * Short.BYTES);
    for (int i = 0; i < Alternatives.COUNT; i++) {
      double hundredths = Math.floor(log.applyAsDouble(i) * UNIT + 1e-6);
      bytes.putShort((short) Math.clamp(hundredths, Short.MIN_VALUE, Short.MAX_VALUE));
    }
    return new Levels(Base64.getEncoder().withoutPadding().encodeToString(bytes.array()));
  }

  /** One for each alternative. */
  public List<Double> logs() {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(packed));
    List<Double> logs = new ArrayList<>();
    while (bytes.hasRemaining()) {
      logs.add(bytes.getShort() / UNIT);
    }
    return logs;
  }

  /** The product of two pieces of evidence, each to a power. */
  Levels plus(Levels more, double power) {
    List<Double> mine = logs();
    List<Double> theirs = more.logs();
    return of(i -> mine.get(i) + power * theirs.get(i));
  }
}
