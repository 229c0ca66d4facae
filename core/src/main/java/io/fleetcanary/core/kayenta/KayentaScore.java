package io.fleetcanary.core.kayenta;

import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge.Label;
import io.fleetcanary.core.kayenta.KayentaJudge.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What all metrics together come to, as Kayenta adds them up.
 *
 * @param value 0 to 100
 * @param labels in the order of the config
 */
public record KayentaScore(double value, KayentaConfig config, List<Label> labels) {
  private static final double ALL = 100;

  public KayentaScore {
    labels = List.copyOf(labels);
  }

  /**
   * The score of these.
   *
   * @param labels one for each metric of the config
   */
  public static KayentaScore of(KayentaConfig config, List<Label> labels) {
    List<Integer> heard =
        IntStream.range(0, labels.size())
            .filter(i -> !config.metrics().get(i).muted())
            .boxed()
            .toList();
    boolean critical =
        heard.stream()
            .map(labels::get)
            .anyMatch(label -> label.critical() && label.outcome() != Outcome.PASS);
    long silent = heard.stream().filter(i -> labels.get(i).outcome() == Outcome.NODATA).count();
    boolean blind = 2 * silent >= heard.size();
    double value = critical || blind ? 0 : new Groups(config, labels, heard).sum();
    return new KayentaScore(value, config, labels);
  }

  /** Kayenta's classification. */
  public String classification() {
    return value >= config.pass() ? "Pass" : value >= config.marginal() ? "Marginal" : "Fail";
  }

  /** In one line, e.g. {@code score 50, Fail: errors High, slow Pass}. */
  public String sentence() {
    List<String> parts =
        IntStream.range(0, labels.size())
            .mapToObj(i -> part(config.metrics().get(i), labels.get(i)))
            .toList();
    String score = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    return "score " + score + ", " + classification() + ": " + String.join(", ", parts);
  }

  private static String part(Judged metric, Label label) {
    return metric.name()
        + " "
        + label.outcome().word()
        + (label.critical() ? " (critical)" : "")
        + (metric.muted() ? " (muted)" : "");
  }

  /** Metrics that are heard, by group. */
  private record Groups(KayentaConfig config, List<Label> labels, List<Integer> heard) {
    double sum() {
      List<String> names =
          heard.stream()
              .flatMap(i -> config.metrics().get(i).groups().stream())
              .distinct()
              .sorted()
              .toList();
      SortedMap<String, Double> weights = new TreeMap<>(config.groupWeights());
      double given = weights.values().stream().mapToDouble(Double::doubleValue).sum();
      long others = names.stream().filter(name -> !weights.containsKey(name)).count();
      double sum = 0;
      for (String name : names) {
        sum += score(name) * weights.getOrDefault(name, (ALL - given) / others) / ALL;
      }
      return BigDecimal.valueOf(sum).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }

    /** A group without data counts as good, which is Kayenta's rule and not ours. */
    private double score(String group) {
      List<Outcome> outcomes =
          heard.stream()
              .filter(i -> config.metrics().get(i).groups().contains(group))
              .map(i -> labels.get(i).outcome())
              .filter(outcome -> outcome != Outcome.NODATA)
              .toList();
      long good = outcomes.stream().filter(Outcome.PASS::equals).count();
      return outcomes.isEmpty() ? ALL : ALL * good / outcomes.size();
    }
  }
}
