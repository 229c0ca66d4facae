package io.fleetcanary.starter.show;

import java.util.Arrays;
import java.util.List;

/** Text that somebody typed, such that it can neither move a cursor nor turn what follows it. */
public final class Harmless {
  /** Controls of ASCII and of C1, bidirectional and other format characters, ends of lines. */
  private static final String CONTROLS = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

  private Harmless() {}

  /** On one line. */
  public static String line(String text) {
    return text.replace("\n", "; ").replaceAll(CONTROLS, " ");
  }

  /** On as many lines as it has. */
  public static List<String> lines(String text) {
    return Arrays.stream(text.split("\n", -1)).map(Harmless::line).toList();
  }
}
