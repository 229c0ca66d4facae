package io.fleetcanary.core.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant to write. */
public final class Spelling {
  private Spelling() {}

  /**
   * The known word nearest to the one typed: other case and other separators do not count, and up
   * to a third of its letters may be wrong. A judge is what Kayenta is for.
   */
  public static Optional<String> closest(String typed, Collection<String> known) {
    String plain = plain(typed);
    if (plain.length() > 64) {
      return Optional.empty();
    }
    if (plain.equals("judge") && known.contains("kayenta")) {
      return Optional.of("kayenta");
    }
    return known.stream()
        .filter(word -> distance(plain, plain(word)) <= Math.max(1, plain.length() / 3))
        .min(Comparator.comparingInt(word -> distance(plain, plain(word))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (swapped(a, b, i, j)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
