package io.fleetcanary.workflow.simulation.engine;

import io.fleetcanary.workflow.simulation.engine.Timeline.Moment;
import io.fleetcanary.workflow.simulation.engine.Work.Step;
import io.temporal.api.enums.v1.TimeoutType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, at work on a worker. The server may have given it up: what does not heartbeat never
 * hears of that, and goes on to its end.
 */
final class Attempt {
  /** How often a worker heartbeats. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final ActivityCall call;
  private final Timeline timeline;
  private final Work work;
  private boolean beating;
  private @Nullable Moment next;
  private @Nullable Moment silence;

  Attempt(ActivityCall call, Timeline timeline, Work work) {
    this.call = call;
    this.timeline = timeline;
    this.work = work;
  }

  void begin() {
    Duration limit = call.limits().attempt();
    timeline.after(limit, () -> call.timedOut(this, TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE));
    awaitBeat();
    step();
  }

  private void step() {
    switch (work.next()) {
      case Step.Rest rest -> rest(rest);
      case Step.Done done -> call.completed(this, done.result());
      case Step.Failed failed -> call.failed(this, failed.message());
      case Step.Lost lost -> {}
    }
  }

  private void rest(Step.Rest rest) {
    if (rest.beating() != beating) {
      beating = rest.beating();
      awaitBeat();
    }
    next = timeline.after(rest.time(), this::step);
    if (beating && !call.wants(this)) {
      unwanted();
    }
  }

  /** While it heartbeats, the next one is always in time. */
  private void awaitBeat() {
    if (silence != null) {
      silence.cancel();
    }
    Duration limit = call.limits().heartbeat();
    if (!beating && limit.compareTo(Limits.NONE) < 0) {
      silence =
          timeline.after(limit, () -> call.timedOut(this, TimeoutType.TIMEOUT_TYPE_HEARTBEAT));
    }
  }

  /** It hears so at its next heartbeat. */
  void unwanted() {
    if (beating && next != null) {
      Moment going = next;
      timeline.after(timeline.within(BEAT), going::cancel);
    }
  }
}
