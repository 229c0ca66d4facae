package io.fleetcanary.workflow.simulation.engine;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.Priority;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.RetryOptions;
import io.temporal.common.SuggestContinueAsNewReason;
import io.temporal.internal.common.SdkFlag;
import io.temporal.internal.replay.ReplayWorkflowContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run is told of itself. A base class only because the SDK's interface is that long. */
abstract class RunInfo implements ReplayWorkflowContext {
  private final WorkflowExecution execution;
  private final WorkflowExecutionStartedEventAttributes started;
  private final long startedAt;

  RunInfo(
      WorkflowExecution execution,
      WorkflowExecutionStartedEventAttributes started,
      long startedAt) {
    this.execution = execution;
    this.started = started;
    this.startedAt = startedAt;
  }

  @Override
  public WorkflowExecution getWorkflowExecution() {
    return execution;
  }

  @Override
  public @Nullable WorkflowExecution getParentWorkflowExecution() {
    return started.hasParentWorkflowExecution() ? started.getParentWorkflowExecution() : null;
  }

  @Override
  public WorkflowExecution getRootWorkflowExecution() {
    return execution;
  }

  @Override
  public WorkflowType getWorkflowType() {
    return started.getWorkflowType();
  }

  @Override
  public String getRunId() {
    return execution.getRunId();
  }

  @Override
  public String getFirstExecutionRunId() {
    return execution.getRunId();
  }

  @Override
  public Optional<String> getContinuedExecutionRunId() {
    return Optional.empty();
  }

  @Override
  public String getOriginalExecutionRunId() {
    return execution.getRunId();
  }

  @Override
  public String getTaskQueue() {
    return started.getTaskQueue().getName();
  }

  @Override
  public @Nullable RetryOptions getRetryOptions() {
    return null;
  }

  @Override
  public String getNamespace() {
    return Engine.NAMESPACE;
  }

  @Override
  public String getWorkflowId() {
    return execution.getWorkflowId();
  }

  @Override
  public Duration getWorkflowRunTimeout() {
    return Duration.ZERO;
  }

  @Override
  public Duration getWorkflowExecutionTimeout() {
    return Duration.ZERO;
  }

  @Override
  public long getRunStartedTimestampMillis() {
    return startedAt;
  }

  @Override
  public Duration getWorkflowTaskTimeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public @Nullable Payload getMemo(String key) {
    return null;
  }

  @Override
  public Scope getMetricsScope() {
    return new NoopScope();
  }

  @Override
  public boolean getEnableLoggingInReplay() {
    return false;
  }

  @Override
  public int getAttempt() {
    return 1;
  }

  @Override
  public String getCronSchedule() {
    return "";
  }

  @Override
  public @Nullable Payloads getLastCompletionResult() {
    return null;
  }

  @Override
  public @Nullable Failure getPreviousRunFailure() {
    return null;
  }

  @Override
  public @Nullable String getFullReplayDirectQueryName() {
    return null;
  }

  @Override
  public Map<String, Payload> getHeader() {
    return started.getHeader().getFieldsMap();
  }

  @Override
  public long getLastWorkflowTaskStartedEventId() {
    return 1;
  }

  @Override
  public long getHistorySize() {
    return 0;
  }

  @Override
  public boolean isContinueAsNewSuggested() {
    return false;
  }

  @Override
  public List<SuggestContinueAsNewReason> getSuggestContinueAsNewReasons() {
    return List.of();
  }

  @Override
  public boolean isTargetWorkerDeploymentVersionChanged() {
    return false;
  }

  @Override
  public @Nullable SearchAttributes getSearchAttributes() {
    return null;
  }

  /** Lists of runs are not simulated. */
  @Override
  public void upsertSearchAttributes(SearchAttributes attributes) {}

  @Override
  public void upsertMemo(Memo memo) {}

  @Override
  public boolean isReplaying() {
    return false;
  }

  /** Those that this version of the SDK turns on by itself. */
  @Override
  public boolean tryUseSdkFlag(SdkFlag flag) {
    return true;
  }

  @Override
  public boolean checkSdkFlag(SdkFlag flag) {
    return flag == SdkFlag.SKIP_YIELD_ON_DEFAULT_VERSION;
  }

  @Override
  public Optional<String> getCurrentBuildId() {
    return Optional.empty();
  }

  @Override
  public Priority getPriority() {
    return Priority.getDefaultInstance();
  }
}
