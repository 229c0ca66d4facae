package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Problem;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.show.Harmless;
import java.util.List;

/**
 * What GitHub shows beside the lines of a pull request. It reads them from what a step prints, and
 * shows ten of a kind.
 */
public final class Annotations {
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
    String properties =
        "file=" + property(fault.file().toString()) + place + ",title=" + property(problem.path());
    return line(kind, properties, problem.rule() + fix);
  }

  /** One annotation; {@code properties} are escaped already. */
  public static String line(String kind, String properties, String text) {
    return "::" + kind + " " + properties + "::" + text(text);
  }

  private static String text(String text) {
    return Harmless.line(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"));
  }

  /** Value of a property. */
  public static String property(String text) {
    return text(text).replace(":", "%3A").replace(",", "%2C");
  }
}
