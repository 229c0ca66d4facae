package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides whether a watch lets the course go on. {@code INCONCLUSIVE} never does by itself: it is
 * looked at once more, then a person is asked.
 */
final class Judge {
  private final OnInconclusive policy;
  private final Standing standing;
  private final Watcher watcher;
  private final Course<Stop> course;
  private final Hold hold;
  private final List<String> overrides = new ArrayList<>();

  Judge(ClusterPlan plan, Standing standing, Watcher watcher, Course<Stop> course) {
    policy = plan.rules().analysis().inconclusive();
    this.standing = standing;
    this.watcher = watcher;
    this.course = course;
    hold = new Hold(plan);
  }

  /** Returns when the course may go on; the look itself stops it on {@code FAIL}. */
  void insistOnPass(Supplier<Watched> look) {
    Watched watched = look.get();
    if (watched.verdict() == Verdict.INCONCLUSIVE && policy == OnInconclusive.HOLD) {
      watched = look.get();
    }
    switch (watched.verdict()) {
      case PASS -> {}
      case FAIL -> throw new IllegalStateException("a failed watch must have stopped the course");
      case INCONCLUSIVE -> insistOnOverride(watched);
    }
  }

  /** The fleet has decided: what is open, or opens from now on, is gone past. */
  void letGo(String reason) {
    hold.letGo(reason);
  }

  void answer(HoldAnswer answer) {
    hold.answer(answer);
  }

  /** The holds that people went past, one sentence each. */
  List<String> overrides() {
    return overrides;
  }

  /** Where stable itself is down there is nothing to go back to without a person's word. */
  private void insistOnOverride(Watched watched) {
    String why = watched.reason();
    if (policy == OnInconclusive.ROLL_BACK && watched.because() == FailureClass.EVIDENCE) {
      throw course.halt(new Stop(FailureClass.EVIDENCE, why));
    }
    standing.hold(hold.open(why), why);
    watcher.guardWhileExposed();
    Wait.until(hold::answered, HoldAnswer.WITHIN, hold.name() + ": wait for an answer");
    HoldAnswer answer = hold.close();
    if (!answer.goOn()) {
      throw course.halt(new Stop(FailureClass.PERSON, answer.reason()));
    }
    overrides.add(answer.reason());
  }
}
