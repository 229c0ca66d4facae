package io.fleetcanary.starter;

import io.fleetcanary.workflow.preview.PreviewRollout;
import io.fleetcanary.workflow.preview.RolloutPlanPreview;
import io.temporal.common.converter.RawValue;
import java.util.List;

/** Plans whatever it is asked for, but for what is named {@code impossible}. */
public final class FakePreview implements PreviewRollout {
  @Override
  public RolloutPlanPreview preview(RawValue spec) {
    return spec.getPayload().getData().toStringUtf8().contains("impossible")
        ? new RolloutPlanPreview.Refused(
            List.of("cluster eu-1: must have room for 1 more pod, got 0 free GPUs; add a node"))
        : new RolloutPlanPreview.Planned(
            Samples.plan(),
            Samples.seen(),
            List.of("eu-1: a NetworkPolicy applies to stable only"));
  }
}
