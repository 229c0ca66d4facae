package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.Alternatives;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.InFlight.Tally;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Clusters in flight, in some hundred bytes for each comparison at most instead of three times as
 * many: logarithms are written as second differences, which are small because evidence changes
 * smoothly from one alternative to the next, and what is nothing is left out.
 */
final class Packed {
  private static final int EARLIER = 1;
  private static final int LEVELS = 2;
  private static final int CARRIED = 4;
  private static final int CARRIES_EARLIER = 8;

  /** Most bytes that logarithms take: two for each alternative. */
  private static final int PLAIN = Alternatives.COUNT * Short.BYTES;

  private Packed() {}

  static String of(SortedMap<String, InFlight> clusters) {
    Writer to = new Writer();
    to.number(clusters.size());
    clusters.forEach(
        (name, cluster) -> {
          to.text(name);
          write(to, cluster);
        });
    return Base64.getEncoder().withoutPadding().encodeToString(to.bytes.toByteArray());
  }

  static SortedMap<String, InFlight> clusters(String packed) {
    Reader from = new Reader(ByteBuffer.wrap(Base64.getDecoder().decode(packed)));
    SortedMap<String, InFlight> clusters = new TreeMap<>();
    for (long left = from.number(); left > 0; left--) {
      clusters.put(from.text(), inFlight(from));
    }
    return clusters;
  }

  private static void write(Writer to, InFlight cluster) {
    to.number(cluster.labels().size());
    cluster
        .labels()
        .forEach(
            (label, value) -> {
              to.text(label);
              to.text(value);
            });
    to.number(cluster.attempt());
    to.number(cluster.step());
    to.number(cluster.requests());
    to.number(cluster.learnt() ? 1 : 0);
    to.number(cluster.tallies().size());
    cluster.tallies().forEach(tally -> write(to, tally));
  }

  private static InFlight inFlight(Reader from) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (long left = from.number(); left > 0; left--) {
      labels.put(from.text(), from.text());
    }
    int attempt = (int) from.number();
    int step = (int) from.number();
    long requests = from.number();
    boolean learnt = from.number() == 1;
    List<Tally> tallies = new ArrayList<>();
    for (long left = from.number(); left > 0; left--) {
      tallies.add(tally(from));
    }
    return new InFlight(labels, attempt, step, requests, learnt, tallies);
  }

  private static void write(Writer to, Tally it) {
    boolean carriesEarlier = it.carried().equals(it.earlier());
    int there =
        (it.earlier().equals(Levels.NONE) ? 0 : EARLIER)
            + (it.levels().equals(Levels.NONE) ? 0 : LEVELS)
            + (carriesEarlier ? CARRIES_EARLIER : 0)
            + (carriesEarlier || it.carried().equals(Levels.NONE) ? 0 : CARRIED);
    to.number(there);
    to.real(it.dispersion());
    to.real(it.power());
    to.real(it.ofAll());
    to.levels(it.earlier(), there & EARLIER);
    to.levels(it.levels(), there & LEVELS);
    to.levels(it.carried(), there & CARRIED);
    to.interval(it.earlierSums());
    to.interval(it.sums());
  }

  private static Tally tally(Reader from) {
    int there = (int) from.number();
    double dispersion = from.real();
    double power = from.real();
    double ofAll = from.real();
    Levels earlier = from.levels(there & EARLIER);
    Levels levels = from.levels(there & LEVELS);
    Levels carried = from.levels(there & CARRIED);
    Interval earlierSums = from.interval();
    Interval sums = from.interval();
    boolean carriesEarlier = (there & CARRIES_EARLIER) != 0;
    Levels carries = carriesEarlier ? earlier : carried;
    return new Tally(dispersion, earlier, earlierSums, levels, sums, power, carries, ofAll);
  }

  /** To bytes. Small numbers take few. */
  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void number(long number) {
      long left = number;
      while ((left & ~0x7fL) != 0) {
        bytes.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }

    /** In thousandths, as a tally has them; else rounded down. */
    void real(double number) {
      number((long) Math.floor(number * Tally.UNIT + 1e-6));
    }

    void text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      bytes.writeBytes(utf8);
    }

    void interval(Interval both) {
      number(both.canary().requests());
      number(both.canary().bad());
      number(both.stable().requests());
      number(both.stable().bad());
    }

    void levels(Levels levels, int there) {
      if (there == 0) {
        return;
      }
      short[] hundredths = levels.hundredths();
      Writer differences = new Writer();
      int last = 0;
      int slope = 0;
      for (short each : hundredths) {
        int change = each - last - slope;
        differences.number(((long) change << 1) ^ (change >> 31));
        slope = each - last;
        last = each;
      }
      byte[] small = differences.bytes.toByteArray();
      if (small.length < PLAIN) {
        bytes.write(small.length);
        bytes.writeBytes(small);
      } else {
        ByteBuffer plain = ByteBuffer.allocate(PLAIN);
        plain.asShortBuffer().put(hundredths);
        bytes.write(PLAIN);
        bytes.writeBytes(plain.array());
      }
    }
  }

  /** From bytes. */
  private record Reader(ByteBuffer bytes) {
    long number() {
      long number = 0;
      int shift = 0;
      byte next = bytes.get();
      while (next < 0) {
        number |= (long) (next & 0x7f) << shift;
        shift += 7;
        next = bytes.get();
      }
      return number | ((long) next << shift);
    }

    double real() {
      return number() / Tally.UNIT;
    }

    String text() {
      byte[] utf8 = new byte[(int) number()];
      bytes.get(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    }

    Interval interval() {
      return new Interval(new Counts(number(), number()), new Counts(number(), number()));
    }

    Levels levels(int there) {
      if (there == 0) {
        return Levels.NONE;
      }
      int length = bytes.get();
      short[] hundredths = new short[Alternatives.COUNT];
      int last = 0;
      int slope = 0;
      for (int i = 0; i < hundredths.length; i++) {
        if (length == PLAIN) {
          hundredths[i] = bytes.getShort();
        } else {
          long zigzag = number();
          slope += (int) ((zigzag >>> 1) ^ -(zigzag & 1));
          last += slope;
          hundredths[i] = (short) last;
        }
      }
      return Levels.of(hundredths);
    }
  }
}
