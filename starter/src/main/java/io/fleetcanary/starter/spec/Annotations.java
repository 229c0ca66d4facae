package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Problem;
import io.fleetcanary.starter.option.Surroundings;
import java.util.List;

/**
 * What GitHub shows beside the lines of a pull request. It reads them from what a step prints, and
 * shows ten of a kind.
 */
final class Annotations {
  private static final int MOST = 10;

  private Annotations() {}

  /**
   * Writes them to where hints go, when this is a step of GitHub Actions.
   *
   * @param kind {@code error} or {@code warning}
   */
  static void write(Surroundings surroundings, String kind, List<Fault> faults) {
    if (surroundings.variable("GITHUB_ACTIONS", "").equals("true")) {
      faults.stream()
          .limit(MOST)
          .map(fault -> line(kind, fault))
          .forEach(surroundings.err()::println);
      surroundings.err().flush();
    }
  }

  private static String line(String kind, Fault fault) {
    Problem problem = fault.problem();
    String place =
        fault.place().known()
            ? ",line=" + fault.place().line() + ",col=" + fault.place().column()
            : "";
    String fix = problem.fix().isEmpty() ? "" : "; " + problem.fix();
    return "::"
        + kind
        + " file="
        + property(fault.file().toString())
        + place
        + ",title="
        + property(problem.path())
        + "::"
        + text(problem.rule() + fix);
  }

  private static String text(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return text(text).replace(":", "%3A").replace(",", "%2C");
  }
}
