package io.fleetcanary.starter.screen;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.why.WhyText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The whole screen: what is released and where it is, the reason, the clusters, what it waits for
 * and what happens if nobody acts, and the keys.
 */
public final class Frame {
  private static final int MOST_NOTES = 2;
  private static final int MOST_TRENDS = 4;

  private final Style style;
  private final Size size;
  private final Instant now;
  private final Fold fold;

  /** Times are shown as seen from {@code now}. */
  public Frame(Style style, Size size, Instant now) {
    this.style = style;
    this.size = size;
    this.now = now;
    this.fold = new Fold(Math.max(1, size.columns() - 1));
  }

  /**
   * Exactly as many lines as the screen has, or fewer. Where they are few, the title, the end of
   * the question and the keys stay.
   */
  public List<String> lines(Seen seen, Beside beside) {
    List<Line> foot = foot(seen.status(), beside);
    List<Line> head = first(head(seen), Math.max(1, size.rows() - foot.size()));
    foot = last(foot, size.rows() - head.size());
    int room = Math.max(0, size.rows() - head.size() - foot.size());
    List<Line> trends = beside.figures() ? List.of() : trends(seen, room / 4);
    int left = room - trends.size();
    List<Line> body = beside.figures() ? figures(seen.status(), left) : tree(seen.status(), left);
    List<Line> all = new ArrayList<>(head);
    all.addAll(body);
    for (int blank = body.size(); blank < left; blank++) {
      all.add(line());
    }
    all.addAll(trends);
    all.addAll(foot);
    return all.stream().limit(size.rows()).map(line -> line.render(size.columns() - 1)).toList();
  }

  private static List<Line> first(List<Line> lines, int room) {
    return lines.subList(0, Math.min(room, lines.size()));
  }

  private static List<Line> last(List<Line> lines, int room) {
    return lines.subList(Math.max(0, lines.size() - room), lines.size());
  }

  private List<Line> head(Seen seen) {
    FleetStatus status = seen.status();
    List<Line> head = new ArrayList<>();
    head.add(
        line()
            .strong(status.service() + " " + status.revision())
            .add("   " + status.namespace() + "/" + status.service() + "   ")
            .marked(Mark.of(status.phase()), Words.of(status.phase())));
    if (!seen.trouble().isEmpty()) {
      String stale = "as of " + seen.at().truncatedTo(ChronoUnit.SECONDS) + ": " + seen.trouble();
      List<String> lines = fold.lines(Mark.UNKNOWN.glyph(style) + " " + stale);
      lines.forEach(text -> head.add(line().add(Mark.UNKNOWN, text)));
    }
    if (!status.reason().isEmpty()) {
      head.addAll(folded(status.reason()));
    }
    if (!status.waves().isEmpty()) {
      head.add(counts(status));
    }
    head.addAll(notes(status));
    head.add(line());
    return head;
  }

  /** The first few: all of them are in {@code status}. */
  private List<Line> notes(FleetStatus status) {
    List<String> notes = status.notes();
    List<Line> lines = new ArrayList<>();
    for (String note : notes.subList(0, Math.min(MOST_NOTES, notes.size()))) {
      boolean last = lines.size() == MOST_NOTES - 1;
      String more = last && notes.size() > MOST_NOTES ? more(notes.size() - MOST_NOTES) : "";
      lines.add(line().add(Mark.QUIET, more + "note: " + note));
    }
    return lines;
  }

  private static String more(int notes) {
    return "(" + Words.count(notes, "more note") + ") ";
  }

  private List<Line> trends(Seen seen, int room) {
    return new Sparks(style, seen.status(), seen.trends())
        .lines(seen.trends(), Math.min(MOST_TRENDS, room));
  }

  private Line counts(FleetStatus status) {
    var clusters = status.waves().stream().flatMap(wave -> wave.clusters().stream()).toList();
    Line line = line().add(Words.count(clusters.size(), "cluster"));
    Rows.counts(line, clusters);
    line.add("   checks ");
    Rows.checks(line, clusters.stream().flatMap(it -> it.findings().stream()).toList());
    return line;
  }

  private List<Line> tree(FleetStatus status, int room) {
    if (status.waves().isEmpty()) {
      return List.of();
    }
    Rows rows = new Rows(style, now, status.waves());
    List<Line> lines = new ArrayList<>(List.of(rows.head()));
    lines.addAll(new Tree(status.waves(), rows).lines(room - 1));
    return lines.subList(0, Math.min(room, lines.size()));
  }

  private List<Line> figures(FleetStatus status, int room) {
    List<String> all =
        WhyText.lines(
                status.waves().stream()
                    .flatMap(wave -> wave.clusters().stream())
                    .sorted(Comparator.comparing(Urgency::of)))
            .stream()
            .flatMap(text -> fold.lines(text).stream())
            .toList();
    List<Line> lines =
        new ArrayList<>(all.stream().limit(room).map(text -> line().add(text)).toList());
    if (all.size() > room && room > 0) {
      String more = "… " + (all.size() - room + 1) + " more lines: fleetcanary why ";
      lines.set(room - 1, line().add(more + status.namespace() + "/" + status.service()));
    }
    return lines;
  }

  private List<Line> foot(FleetStatus status, Beside beside) {
    List<Line> foot = new ArrayList<>();
    beside.question(status).ifPresent(shown -> foot.addAll(question(status, shown, beside)));
    fold.lines(beside.message()).forEach(text -> foot.add(line().strong(text)));
    foot.add(keys(status));
    return foot;
  }

  private List<Line> question(FleetStatus status, Waiting shown, Beside beside) {
    int all = status.waitingFor().size();
    String others = all == 1 || beside.asks() ? "" : ", [n]ext of " + all;
    String until = ", until " + shown.deadline().truncatedTo(ChronoUnit.SECONDS) + others;
    List<Line> lines = new ArrayList<>(List.of(line()));
    fold.lines("waits for a person: " + shown.gate() + until)
        .forEach(text -> lines.add(line().add(Mark.WAITING, text)));
    lines.addAll(folded("  " + shown.why()));
    lines.addAll(folded("  without an answer: " + shown.otherwise()));
    return lines;
  }

  private Line keys(FleetStatus status) {
    String approve = status.waitingFor().isEmpty() ? "" : "[a]pprove  [r]eject  ";
    String pause = status.phase() == FleetPhase.PAUSED ? "[p] resume  " : "[p]ause  ";
    return line()
        .add(Mark.QUIET, approve + pause + "[x] abort  [w]hy  [q]uit (the rollout goes on)");
  }

  /** A few lines of it: the whole of it is in {@code status}. */
  private List<Line> folded(String text) {
    return fold.lines(text).stream().map(it -> line().add(it)).toList();
  }

  private Line line() {
    return new Line(style);
  }
}
