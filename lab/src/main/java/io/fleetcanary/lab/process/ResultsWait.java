package io.fleetcanary.lab.process;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import java.util.Optional;

/**
 * Holds back the result of an activity while a workflow task of its run is decided.
 *
 * <p>A decision may cancel an activity that ends in the meantime. A Temporal server buffers that
 * end and accepts both; the test server refuses the decision as {@code ACTIVITY_UNKNOWN}, after it
 * has closed the task, and the run never gets another one. What ends all the same, in the few
 * milliseconds between the server's giving a task and our seeing it, and timers that fire while
 * they are cancelled, is for {@link PastDecisions}.
 */
final class ResultsWait implements ServerInterceptor {
  private final Decisions decisions = new Decisions();
  private final PastDecisions past;

  ResultsWait(PastDecisions past) {
    this.past = past;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Watched<Q, A> watched = new Watched<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(watched, headers)) {
      @Override
      public void onMessage(Q request) {
        watched.asks(request);
        super.onMessage(request);
      }

      @Override
      public void onHalfClose() {
        if (!watched.isPast()) {
          super.onHalfClose();
        }
      }
    };
  }

  /** A call that tells of the tasks that go by. */
  private final class Watched<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private Runnable after = () -> {};
    private Optional<RespondWorkflowTaskCompletedRequest> decision = Optional.empty();

    Watched(ServerCall<Q, A> call) {
      super(call);
    }

    void asks(Object request) {
      switch (request) {
        case RespondWorkflowTaskCompletedRequest decided -> {
          decision = Optional.of(decided);
          after = () -> decisions.end(decided.getTaskToken());
        }
        case RespondWorkflowTaskFailedRequest failed ->
            after = () -> decisions.end(failed.getTaskToken());
        case RespondActivityTaskCompletedRequest done -> decisions.await(done.getTaskToken());
        case RespondActivityTaskFailedRequest failed -> decisions.await(failed.getTaskToken());
        case RespondActivityTaskCanceledRequest ended -> decisions.await(ended.getTaskToken());
        default -> {}
      }
    }

    /** Whether it is a decision that comes too late; then its caller has been told. */
    boolean isPast() {
      boolean again = decision.filter(this::asksAgain).isPresent();
      if (again) {
        close(Status.INVALID_ARGUMENT.withDescription("UnhandledCommand"), new Metadata());
      }
      return again;
    }

    private boolean asksAgain(RespondWorkflowTaskCompletedRequest decided) {
      return decisions
          .run(decided.getTaskToken())
          .filter(run -> past.again(decided, run))
          .isPresent();
    }

    @Override
    public void sendMessage(A answer) {
      if (answer instanceof PollWorkflowTaskQueueResponse task && !task.hasQuery()) {
        decisions.begin(task.getTaskToken(), task.getWorkflowExecution());
      }
      if (answer instanceof PollActivityTaskQueueResponse task) {
        decisions.scheduled(task.getTaskToken(), task.getWorkflowExecution());
      }
      super.sendMessage(answer);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      after.run();
      super.close(status, trailers);
    }
  }
}
