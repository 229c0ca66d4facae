package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plan of the example, as {@code fleetcanary plan} prints it to people for the fleet of the
 * demo: three pods a cluster, one more at a time.
 */
record ShownPlan(String text) {
  private static final Pattern BLOCK =
      Pattern.compile("(?s)```console\\n\\$ \\./fleetcanary plan docs/[^\\n]*\\n(.*?)```");
  private static final Pattern GATE =
      Pattern.compile(
          "(?m)^(?<wave>\\S+) +up to [0-9]+ % in .* of 4 clusters +"
              + "(?<takes>[0-9hms]+) +(?<undo>[0-9hms]+)$");
  private static final Pattern CLUSTER =
      Pattern.compile(
          "(?m)^(?<name>[a-z]+-[0-9]) +(?<pods>[0-9]+) +(?<start>[0-9hms]+) +[0-9]+ more, ");

  private static final int PODS = 3;
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration BAKE = Duration.ofSeconds(6);

  /** The one on a page. */
  static ShownPlan in(String page) {
    Matcher block = BLOCK.matcher(page);
    if (!block.find()) {
      throw new IllegalArgumentException("a page must show a plan");
    }
    return new ShownPlan(block.group(1));
  }

  /**
   * What is the same in every run, but for the room that it takes: not the digest, which knows the
   * very workloads, nothing that comes of how fast pods have started, and not what bakes can find
   * at the traffic of the last minutes.
   */
  String settled() {
    String gates =
        GATE.matcher(text.substring(0, text.indexOf("\nBAKE ")))
            .replaceAll(row -> cut(row, row.start("takes")) + " # #");
    return CLUSTER
        .matcher(gates)
        .replaceAll(
            row ->
                cut(row, row.start("start"))
                    + " #"
                    + row.group().substring(row.end("start") - row.start()))
        .replaceAll(", plan [0-9a-f]{64}", ", plan #")
        .replaceAll(" +", " ");
  }

  private static String cut(MatchResult row, int end) {
    return Matcher.quoteReplacement(row.group().substring(0, end - row.start()).stripTrailing());
  }

  /** What a wave takes, and what undoing takes, follow from how fast pods have started. */
  void addsUp() {
    SortedMap<String, Duration> starts = new TreeMap<>();
    CLUSTER
        .matcher(text)
        .results()
        .forEach(
            row -> {
              assertThat(row.group("pods")).isEqualTo("" + PODS);
              starts.put(row.group("name"), duration(row.group("start")));
            });
    SortedMap<String, MatchResult> gates = new TreeMap<>();
    GATE.matcher(text).results().forEach(row -> gates.put(row.group("wave"), row));
    assertThat(starts).containsOnlyKeys("ap-1", "eu-1", "us-1", "us-2");
    assertThat(gates).containsOnlyKeys("first", "rest");

    Duration first = starts.remove("eu-1");
    Duration rest = starts.values().stream().max(Duration::compareTo).orElseThrow();
    assertThat(duration(gates.get("first").group("takes"))).isEqualTo(cluster(first, 1));
    assertThat(duration(gates.get("first").group("undo"))).isEqualTo(rolling(first));
    // three clusters, two at a time
    assertThat(duration(gates.get("rest").group("takes")))
        .isEqualTo(cluster(rest, 2).multipliedBy(2));
    assertThat(duration(gates.get("rest").group("undo")))
        .isEqualTo(rolling(first).plus(rolling(rest).multipliedBy(2)));
  }

  private static Duration cluster(Duration start, int bakes) {
    return start.plus(BAKE.multipliedBy(bakes)).plus(rolling(start)).plus(DRAIN);
  }

  private static Duration rolling(Duration start) {
    return start.multipliedBy(PODS);
  }

  private static Duration duration(String words) {
    return Duration.parse("PT" + words.toUpperCase(Locale.ROOT));
  }
}
