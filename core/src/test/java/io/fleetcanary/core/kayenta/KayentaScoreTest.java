package io.fleetcanary.core.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge.Label;
import io.fleetcanary.core.kayenta.KayentaJudge.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KayentaScoreTest {
  /** Labels are group:outcome, with ! where critical; weights are group=percent. */
  @ParameterizedTest
  @CsvSource({
    "a:PASS, '', 100",
    "a:HIGH, '', 0",
    "a:NODATA, '', 0",
    "a:PASS a:PASS b:NODATA, '', 100",
    "a:PASS a:HIGH, '', 50",
    "a:PASS a:HIGH a:LOW, '', 33.33",
    "a:PASS b:HIGH, a=75 b=25, 75",
    "a:HIGH b:PASS, a=75 b=25, 25",
    "a:PASS a:HIGH b:HIGH, a=50 b=50, 25",
    "a:PASS a:PASS a:HIGH! b:PASS, '', 0",
    "a:PASS! a:LOW, '', 50",
    "a:PASS a:PASS a:NODATA!, '', 0",
    "a:PASS b:HIGH b:HIGH c:NODATA, a=15 b=85, 15",
    "a:HIGH a:LOW a:PASS b:HIGH, a=15 b=85, 5",
    "a:PASS b:PASS c:HIGH, a=50, 75",
    "a:PASS a:NODATA_FAIL, '', 50"
  })
  void addsUpAsKayentaDoes(String labels, String weights, double score) {
    assertThat(score(labels, weights).value()).isEqualTo(score);
  }

  @Test
  void classifiesAndSaysSoInOneLine() {
    KayentaScore half = score("a:PASS b:HIGH!", "");

    assertThat(half.classification()).isEqualTo("Fail");
    assertThat(half.sentence()).isEqualTo("score 0, Fail: m0 Pass, m1 High (critical)");
    assertThat(score("a:PASS a:PASS a:PASS a:HIGH", "").classification()).isEqualTo("Marginal");
    assertThat(score("a:PASS", "").classification()).isEqualTo("Pass");
  }

  @Test
  void doesNotHearMutedMetrics() {
    KayentaConfig config =
        new KayentaConfig(List.of(judged("m", "a", true)), new TreeMap<>(), 95, 75);
    KayentaConfig both =
        new KayentaConfig(
            List.of(judged("m", "a", true), judged("n", "a", false)), new TreeMap<>(), 95, 75);
    Label high = new Label(Outcome.HIGH, true);

    assertThat(KayentaScore.of(config, List.of(high)).value()).isZero();
    assertThat(KayentaScore.of(both, List.of(high, new Label(Outcome.PASS, false))).sentence())
        .isEqualTo("score 100, Pass: m High (critical) (muted), n Pass");
  }

  private static KayentaScore score(String labels, String weights) {
    List<Judged> metrics = new ArrayList<>();
    List<Label> all = new ArrayList<>();
    for (String label : labels.split(" ", -1)) {
      String[] both = label.split(":", -1);
      metrics.add(judged("m" + metrics.size(), both[0], false));
      all.add(new Label(Outcome.valueOf(both[1].replace("!", "")), both[1].endsWith("!")));
    }
    TreeMap<String, Double> given = new TreeMap<>();
    for (String weight : weights.isEmpty() ? new String[0] : weights.split(" ", -1)) {
      Map.Entry<String, String> one = Map.entry(weight.split("=", -1)[0], weight.split("=", -1)[1]);
      given.put(one.getKey(), Double.valueOf(one.getValue()));
    }
    return KayentaScore.of(new KayentaConfig(metrics, given, 95, 75), all);
  }

  private static Judged judged(String name, String group, boolean muted) {
    return new Judged(
        name,
        List.of(group),
        Direction.EITHER,
        false,
        false,
        muted,
        false,
        0,
        new Effect(false, 1, 1, 1, 1));
  }
}
