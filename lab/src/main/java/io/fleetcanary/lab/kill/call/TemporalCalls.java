package io.fleetcanary.lab.kill.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names a worker's calls to Temporal. A poll is none: it changes nothing, and what it hands out and
 * a dead worker has received is as if the first call of that work had not been made. Nor is what a
 * worker says of itself rather than of a rollout.
 */
final class TemporalCalls {
  /** The third of what is said again and again stands for all that follow. */
  private static final int ALIKE = 3;

  private static final List<String> UNCOUNTED =
      List.of(
          "Check",
          "GetSystemInfo",
          "GetClusterInfo",
          "DescribeNamespace",
          "RecordWorkerHeartbeat",
          "RespondQueryTaskCompleted",
          "ShutdownWorker");

  private final Gate gate;
  private final Running running;
  private final Map<ByteString, String> decisions = new ConcurrentHashMap<>();
  private volatile Workflows workflows = new Workflows("", "");

  TemporalCalls(Gate gate, Running running) {
    this.gate = gate;
    this.running = running;
  }

  /** A rollout of a service in this namespace begins. */
  void begin(String namespace, String service) {
    workflows = new Workflows(namespace, service);
    decisions.clear();
    running.clear();
  }

  /**
   * Passes a call on.
   *
   * @param method its bare name
   */
  byte[] pass(String method, byte[] request, Gate.Upstream<byte[]> upstream) throws Exception {
    return switch (method) {
      case "PollWorkflowTaskQueue" -> workflowTask(upstream.call());
      case "PollActivityTaskQueue" -> activityTask(upstream.call());
      case "RespondWorkflowTaskCompleted" -> decided(request, upstream);
      case "RespondWorkflowTaskFailed" -> {
        ByteString token = RespondWorkflowTaskFailedRequest.parseFrom(request).getTaskToken();
        yield gate.pass(workflow(token) + " cannot decide", ALIKE, upstream);
      }
      case "SignalWorkflowExecution" -> {
        SignalWorkflowExecutionRequest signal = SignalWorkflowExecutionRequest.parseFrom(request);
        String to = workflows.name(signal.getWorkflowExecution().getWorkflowId());
        yield gate.pass(to + " is sent " + signal.getSignalName(), ALIKE, upstream);
      }
      default -> other(method, request, upstream);
    };
  }

  private byte[] other(String method, byte[] request, Gate.Upstream<byte[]> upstream)
      throws Exception {
    if (UNCOUNTED.contains(method) || method.startsWith("Poll")) {
      return upstream.call();
    }
    return method.contains("ActivityTask")
        ? activity(method, request, upstream)
        : gate.pass("temporal: " + method, ALIKE, upstream);
  }

  private byte[] workflowTask(byte[] answer) throws InvalidProtocolBufferException {
    decides(PollWorkflowTaskQueueResponse.parseFrom(answer));
    return answer;
  }

  private byte[] activityTask(byte[] answer) throws InvalidProtocolBufferException {
    begins(PollActivityTaskQueueResponse.parseFrom(answer));
    return answer;
  }

  private byte[] decided(byte[] bytes, Gate.Upstream<byte[]> upstream) throws Exception {
    RespondWorkflowTaskCompletedRequest request =
        RespondWorkflowTaskCompletedRequest.parseFrom(bytes);
    List<String> commands = workflows.commands(request.getCommandsList());
    String name = workflow(request.getTaskToken()) + " decides " + commands;
    byte[] answer = gate.pass(name, commands.isEmpty() ? ALIKE : Integer.MAX_VALUE, upstream);
    RespondWorkflowTaskCompletedResponse more =
        RespondWorkflowTaskCompletedResponse.parseFrom(answer);
    more.getActivityTasksList().forEach(this::begins);
    decides(more.getWorkflowTask());
    return answer;
  }

  private byte[] activity(String method, byte[] request, Gate.Upstream<byte[]> upstream)
      throws Exception {
    ByteString token = token(method, request);
    String which = running.by(token).map(Object::toString).orElse("an activity");
    String end = method.replace("RespondActivityTask", "").replace("ById", "");
    if (method.startsWith("RecordActivityTaskHeartbeat")) {
      return gate.pass(which + " is alive", ALIKE, upstream);
    }
    byte[] answer = gate.pass(which + " ends: " + end, ALIKE, upstream);
    running.ends(token);
    return answer;
  }

  private static ByteString token(String method, byte[] request)
      throws InvalidProtocolBufferException {
    return switch (method) {
      case "RespondActivityTaskCompleted" ->
          RespondActivityTaskCompletedRequest.parseFrom(request).getTaskToken();
      case "RespondActivityTaskFailed" ->
          RespondActivityTaskFailedRequest.parseFrom(request).getTaskToken();
      case "RespondActivityTaskCanceled" ->
          RespondActivityTaskCanceledRequest.parseFrom(request).getTaskToken();
      case "RecordActivityTaskHeartbeat" ->
          RecordActivityTaskHeartbeatRequest.parseFrom(request).getTaskToken();
      default -> ByteString.EMPTY;
    };
  }

  private void decides(PollWorkflowTaskQueueResponse task) {
    if (!task.getTaskToken().isEmpty()) {
      String name = workflows.name(task.getWorkflowExecution().getWorkflowId());
      decisions.put(task.getTaskToken(), name);
    }
  }

  private void begins(PollActivityTaskQueueResponse task) {
    if (!task.getTaskToken().isEmpty()) {
      String workflow = workflows.name(task.getWorkflowExecution().getWorkflowId());
      running.begins(
          task.getTaskToken(), workflow, task.getActivityId(), task.getActivityType().getName());
    }
  }

  private String workflow(ByteString token) {
    return decisions.getOrDefault(token, "a workflow");
  }
}
