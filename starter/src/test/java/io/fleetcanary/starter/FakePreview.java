package io.fleetcanary.starter;

import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.workflow.preview.PreviewRollout;
import io.fleetcanary.workflow.preview.RolloutPlanPreview;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.SortedMap;

/**
 * Plans whatever it is asked for, but for revisions named {@code impossible} and {@code
 * unreadable}. All serve, but for {@code edited}, a revision or a service, in one cluster; of
 * {@code unseen} nobody can tell.
 */
public final class FakePreview implements PreviewRollout {
  @Override
  public RolloutPlanPreview preview(RawValue raw) {
    String spec = raw.getPayload().getData().toStringUtf8();
    if (named(spec, "unreadable")) {
      throw ApplicationFailure.newNonRetryableFailure("the worker is confused", "Confused");
    }
    if (spec.contains("impossible")) {
      return new RolloutPlanPreview.Refused(
          List.of("cluster eu-1: must have room for 1 more pod, got 0 free GPUs; add a node"));
    }
    SortedMap<String, StableSeen> seen = Samples.seen();
    seen.replaceAll((cluster, stable) -> stable.with(Serves.YES));
    if (named(spec, "unseen")) {
      seen.computeIfPresent("us-1", (cluster, stable) -> stable.with(Serves.UNKNOWN));
      return new RolloutPlanPreview.Refused(List.of("cluster us-1: cannot be reached"), seen);
    }
    if (named(spec, "edited") || spec.contains("\"service\":\"edited\"")) {
      seen.computeIfPresent("eu-2", (cluster, stable) -> stable.with(Serves.NO));
    }
    return new RolloutPlanPreview.Planned(
        Samples.plan(), seen, List.of("eu-1: a NetworkPolicy applies to stable only"));
  }

  private static boolean named(String spec, String revision) {
    return spec.contains("\"name\":\"" + revision + "\"");
  }
}
