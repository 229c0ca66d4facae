package io.fleetcanary.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Objects;

/**
 * One cluster's whole life under a rollout. Its id is {@code <parent id>/<cluster>}. It never
 * fails: it returns how it ended. All its messages come from the parent.
 */
@WorkflowInterface
public interface ClusterRollout {
  @WorkflowMethod(name = "ClusterRollout")
  ClusterOutcome run(ClusterPlan plan);

  @QueryMethod(name = "status", description = "phase, weight set and seen, findings")
  ClusterStatus status();

  /** In probation: needs a fresh pass before the next gate or before it is kept, then reports. */
  @SignalMethod(name = "confirm", description = "sent by the fleet rollout, not for people")
  void confirm();

  /** Ends probation: the new revision stays. */
  @SignalMethod(name = "keep", description = "sent by the fleet rollout, not for people")
  void keep();

  /** Goes back, from whatever phase; sticky, repeatable. */
  @SignalMethod(name = "goBack", description = "sent by the fleet rollout, not for people")
  void goBack(GoBack order);

  /** Stops before the next change, or goes on; watching continues. */
  @SignalMethod(name = "hold", description = "sent by the fleet rollout, not for people")
  void hold(boolean paused);

  /**
   * A person's answer to the open hold; {@code true} goes on past it. Ignored when none is open.
   */
  @SignalMethod(name = "answer", description = "sent by the fleet rollout, not for people")
  void answer(HoldAnswer answer);

  /**
   * A person takes over what does not get through: nothing more is tried, and how it ended says
   * what is left. Ignored where nothing is stuck.
   */
  @SignalMethod(name = "abandon", description = "sent by the fleet rollout, not for people")
  void abandon(Abandon order);

  /** Who gives a cluster up and why, one sentence. */
  record Abandon(String sentence) {}

  /** What a cluster tells its fleet rollout. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "moves", value = Report.Moves.class),
    @JsonSubTypes.Type(name = "confirms", value = Report.Confirms.class),
    @JsonSubTypes.Type(name = "holds", value = Report.Holds.class),
    @JsonSubTypes.Type(name = "stuck", value = Report.Stuck.class),
    @JsonSubTypes.Type(name = "returns", value = Report.Returns.class),
    @JsonSubTypes.Type(name = "ends", value = Report.Ends.class)
  })
  sealed interface Report {
    ClusterStatus status();

    /** A signal can be typed by hand; what is not whole must not get as far as a handler. */
    private static void check(ClusterStatus status) {
      Objects.requireNonNull(status.cluster(), "cluster");
      Objects.requireNonNull(status.phase(), "phase");
      Objects.requireNonNull(status.set(), "set");
      Objects.requireNonNull(status.seen(), "seen");
      Objects.requireNonNull(status.reason(), "reason");
      Objects.requireNonNull(status.since(), "since");
    }

    /** It got on. */
    record Moves(ClusterStatus status) implements Report {
      public Moves {
        check(status);
      }
    }

    /** Asked to, it has looked again: it passed, or a person went past that. */
    record Confirms(ClusterStatus status) implements Report {
      public Confirms {
        check(status);
      }
    }

    /** It waits for a person, until {@link HoldAnswer#WITHIN} after {@code status.since}. */
    record Holds(ClusterStatus status, String hold) implements Report {
      public Holds {
        check(status);
        Objects.requireNonNull(hold);
      }
    }

    /**
     * What must be done cannot be done now: the cluster is out of reach, has no worker, or refuses.
     * It goes on trying, and moves when it gets on.
     */
    record Stuck(ClusterStatus status) implements Report {
      public Stuck {
        check(status);
      }
    }

    /**
     * It goes back.
     *
     * @param unreachable whether it could not be reached for as long as the spec says
     */
    record Returns(
        ClusterStatus status,
        FailureClass because,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unreachable)
        implements Report {
      public Returns {
        check(status);
        Objects.requireNonNull(because);
      }
    }

    /**
     * It has gone back and closes now. Sent as well as returned: a run that was cancelled, or that
     * an earlier run of the parent had started, cannot return it.
     */
    record Ends(ClusterStatus status, ClusterOutcome outcome) implements Report {
      public Ends {
        check(status);
        Objects.requireNonNull(outcome);
      }
    }
  }
}
