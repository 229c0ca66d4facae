package io.fleetcanary.starter.show;

import io.fleetcanary.core.analysis.Figures;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.forecast.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What a plan risks before each gate, how long it takes, and what the survey saw, for people. */
public final class ForecastText {
  private final Forecast forecast;
  private final SortedMap<String, StableSeen> seen;

  public ForecastText(Forecast forecast, SortedMap<String, StableSeen> seen) {
    this.forecast = forecast;
    this.seen = seen;
  }

  /** All of it, one text per line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(risk());
    lines.add("undoing a canary takes its requests away at once");
    lines.add("");
    lines.addAll(survey());
    lines.addAll(routed());
    return lines;
  }

  private List<String> risk() {
    Table table =
        new Table("BEFORE GATE", "CANARY GETS", "PROMOTED", "TAKES AT LEAST", "UNDO OF PROMOTED");
    for (Forecast.Ahead wave : forecast.waves()) {
      table.row(
          wave.wave(),
          "up to " + wave.weight() + " in " + Words.count(wave.atOnce(), "cluster"),
          wave.promoted() + " of " + Words.count(all(), "cluster"),
          Words.of(wave.takes()),
          Words.of(wave.undo()));
    }
    return table.lines();
  }

  private int all() {
    return forecast.waves().getLast().promoted();
  }

  private List<String> survey() {
    Table table = new Table("CLUSTER", "PODS", "START IN", "ROOM FOR");
    seen.forEach(
        (cluster, stable) ->
            table.row(
                cluster,
                String.valueOf(stable.replicas()),
                Words.of(stable.start()),
                room(stable)));
    return table.lines();
  }

  /** Where somebody has counted what comes by the routes. */
  private List<String> routed() {
    return seen.entrySet().stream()
        .filter(cluster -> cluster.getValue().routed().known())
        .map(cluster -> cluster.getKey() + ": " + of(cluster.getValue().routed()))
        .toList();
  }

  private static String of(StableSeen.Routed routed) {
    return "%s of the requests came by the routes in the last minutes, %s of %s a second"
        .formatted(
            Figures.percent(routed.part()),
            Figures.number(routed.perSecond()),
            Figures.number(routed.all()));
  }

  private static String room(StableSeen stable) {
    return stable.tightest().isEmpty()
        ? "nobody could tell"
        : stable.room() + " more, " + stable.tightest();
  }
}
