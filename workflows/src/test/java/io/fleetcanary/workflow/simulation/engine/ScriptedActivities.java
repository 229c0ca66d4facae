package io.fleetcanary.workflow.simulation.engine;

import io.fleetcanary.workflow.simulation.engine.Work.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Attempts that do what a test says, one after the other, and remember when. */
final class ScriptedActivities implements Activities {
  private final Timeline timeline;
  private final Map<String, Instant> absent = new TreeMap<>();
  private final Deque<List<Step>> attempts = new ArrayDeque<>();
  private final List<Step> next = new ArrayList<>();
  private final List<Instant> began = new ArrayList<>();
  private int finished;

  ScriptedActivities(Timeline timeline) {
    this.timeline = timeline;
  }

  /** The next attempt begins with a rest. */
  ScriptedActivities rests(Duration time, boolean beating) {
    next.add(new Step.Rest(time, beating));
    return this;
  }

  ScriptedActivities returns(String result) {
    next.add(new Step.Done(result));
    attempts.add(List.copyOf(next));
    next.clear();
    return this;
  }

  ScriptedActivities fails(int times) {
    for (int i = 0; i < times; i++) {
      attempts.add(List.of(new Step.Failed("no luck")));
    }
    return this;
  }

  void away(String queue, Instant until) {
    absent.put(queue, until);
  }

  int attempts() {
    return began.size();
  }

  /** How many came to their end, heard or not. */
  int finished() {
    return finished;
  }

  Instant began() {
    return began.getFirst();
  }

  /** Seconds between the begins of attempts. */
  List<Long> pauses() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < began.size(); i++) {
      pauses.add(Duration.between(began.get(i - 1), began.get(i)).toSeconds());
    }
    return pauses;
  }

  @Override
  public Instant taken(String queue, Instant now) {
    return absent.getOrDefault(queue, now);
  }

  @Override
  public Work begin(Call call) {
    began.add(timeline.now());
    Deque<Step> steps = new ArrayDeque<>(attempts.remove());
    return () -> {
      Step step = steps.remove();
      finished += step instanceof Step.Done ? 1 : 0;
      return step;
    };
  }
}
