package io.fleetcanary.workflow.journal;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.ClusterRollout.Report;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is worth keeping of a rollout, and not yet kept. */
final class Notes {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Set<String> waves = new TreeSet<>();
  private final Set<String> questions = new TreeSet<>();
  private final SortedMap<String, List<Finding>> findings = new TreeMap<>();
  private int last;
  private final Consumer<JournalEntry> written;
  private boolean stopped;

  /**
   * Nothing is noted.
   *
   * @param written gets each line, kept or not
   */
  Notes(Consumer<JournalEntry> written) {
    this.written = written;
  }

  /** Adds a line about the whole rollout; returns its number. */
  int add(Act act, String by, String sentence, Evidence evidence) {
    return add(act, new Subject("", by), sentence, evidence);
  }

  /** Adds a line; returns its number. */
  int add(Act act, Subject subject, String sentence, Evidence evidence) {
    last++;
    JournalEntry entry =
        new JournalEntry(last, Wait.now(), act, subject.about, subject.by, sentence, evidence);
    entries.add(entry);
    written.accept(entry);
    return entry.number();
  }

  /** How many are not kept yet. */
  int size() {
    return entries.size();
  }

  /** The number of the newest. */
  int last() {
    return last;
  }

  /** The number of the first that is not kept yet; there must be one. */
  int first() {
    return entries.getFirst().number();
  }

  /** The oldest of them, as many as fit into one page. */
  List<JournalEntry> oldest() {
    return PageSize.fitting(entries);
  }

  /** The oldest are kept. */
  void forgetOldest(int count) {
    entries.subList(0, count).clear();
  }

  /** A cluster's word, where it says more than that it got on. */
  void reported(Report report) {
    ClusterStatus status = report.status();
    List<Finding> before = findings.put(status.cluster(), status.findings());
    boolean measured = !status.findings().isEmpty() && !status.findings().equals(before);
    if (measured || !(report instanceof Report.Moves) || arrived(status)) {
      add(Act.CLUSTER, of(status.cluster()), sentence(status), new Evidence.Measured(status));
    }
  }

  private static boolean arrived(ClusterStatus status) {
    return status.phase() == ClusterPhase.PROBATION;
  }

  private static String sentence(ClusterStatus status) {
    return status.phase()
        + ", set "
        + status.set()
        + ", seen "
        + status.seen()
        + (status.reason().isEmpty() ? "" : ", " + status.reason());
  }

  /**
   * What is new since the last look: waves that began, questions that opened, a stop.
   *
   * @return whether anything is
   */
  boolean sees(FleetStatus status) {
    int before = last;
    status.waves().stream().filter(WaveStatus::begun).forEach(this::wave);
    status.waitingFor().forEach(this::question);
    if (status.phase() == FleetPhase.RETURNING && !stopped) {
      stopped = true;
      add(Act.STOP, "", status.reason(), new Evidence.Nothing());
    }
    return last > before;
  }

  private void wave(WaveStatus wave) {
    if (waves.add(wave.name())) {
      int clusters = wave.clusters().size();
      String sentence = "wave " + wave.name() + " begins, clusters: " + clusters;
      add(Act.WAVE, of(wave.name()), sentence, new Evidence.Nothing());
    }
  }

  private void question(Waiting waiting) {
    if (questions.add(waiting.gate())) {
      add(Act.QUESTION, of(waiting.gate()), waiting.why(), new Evidence.Open(waiting));
    }
  }

  private static Subject of(String about) {
    return new Subject(about, "");
  }

  /**
   * Of what, and by whom.
   *
   * @param about empty for the whole rollout
   * @param by empty for nobody
   */
  record Subject(String about, String by) {}

  /** Whether it goes back. */
  boolean stopped() {
    return stopped;
  }
}
