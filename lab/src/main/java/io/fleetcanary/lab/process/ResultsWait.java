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

/**
 * Holds back the result of an activity while a workflow task of its run is decided.
 *
 * <p>A decision may cancel an activity that ends in the meantime. A Temporal server buffers that
 * end and accepts both; the test server refuses the decision as {@code ACTIVITY_UNKNOWN}, after it
 * has closed the task, and the run never gets another one. A result in the few milliseconds between
 * the server's giving a task and our seeing it slips through, and so do timers that fire while they
 * are cancelled, which the server refuses as well.
 */
final class ResultsWait implements ServerInterceptor {
  private final Decisions decisions = new Decisions();

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
    };
  }

  /** A call that tells of the tasks that go by. */
  private final class Watched<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private Runnable after = () -> {};

    Watched(ServerCall<Q, A> call) {
      super(call);
    }

    void asks(Object request) {
      switch (request) {
        case RespondWorkflowTaskCompletedRequest decided ->
            after = () -> decisions.end(decided.getTaskToken());
        case RespondWorkflowTaskFailedRequest failed ->
            after = () -> decisions.end(failed.getTaskToken());
        case RespondActivityTaskCompletedRequest done -> decisions.await(done.getTaskToken());
        case RespondActivityTaskFailedRequest failed -> decisions.await(failed.getTaskToken());
        case RespondActivityTaskCanceledRequest ended -> decisions.await(ended.getTaskToken());
        default -> {}
      }
    }

    @Override
    public void sendMessage(A answer) {
      if (answer instanceof PollWorkflowTaskQueueResponse task && !task.hasQuery()) {
        decisions.begin(task.getTaskToken(), task.getWorkflowExecution().getRunId());
      }
      if (answer instanceof PollActivityTaskQueueResponse task) {
        decisions.scheduled(task.getTaskToken(), task.getWorkflowExecution().getRunId());
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
