package io.fleetcanary.lab.process;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Which runs have a workflow task that a worker decides at present. */
final class Decisions {
  /** A worker that was killed never answers; Temporal gives a workflow task so long. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Map<WorkflowExecution, Decision> open = new ConcurrentHashMap<>();
  private final Map<ByteString, WorkflowExecution> runs = new ConcurrentHashMap<>();

  /** A worker got a workflow task. */
  void begin(ByteString task, WorkflowExecution run) {
    if (!task.isEmpty()) {
      runs.put(task, run);
      Decision before = open.put(run, new Decision(task, new CountDownLatch(1)));
      if (before != null) {
        before.made().countDown();
      }
    }
  }

  /** A worker got an activity. */
  void scheduled(ByteString task, WorkflowExecution run) {
    if (!task.isEmpty()) {
      runs.put(task, run);
    }
  }

  /** Whose task this is; empty where it has ended. */
  Optional<WorkflowExecution> run(ByteString task) {
    return Optional.ofNullable(runs.get(task));
  }

  /** The server has taken, or refused, what was decided. It may have given the next task before. */
  void end(ByteString task) {
    WorkflowExecution run = runs.remove(task);
    Decision last = run == null ? null : open.get(run);
    if (last != null && last.task().equals(task)) {
      open.remove(run, last);
      last.made().countDown();
    }
  }

  /** Returns when nothing is decided in the run of an activity, or after ten seconds. */
  void await(ByteString activity) {
    WorkflowExecution run = runs.remove(activity);
    if (run == null) {
      return;
    }
    try {
      Decision deciding = open.get(run);
      while (deciding != null && deciding.made().await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        deciding = open.get(run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that is being made. */
  private record Decision(ByteString task, CountDownLatch made) {}
}
