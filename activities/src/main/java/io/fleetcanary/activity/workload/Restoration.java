package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/** What is to be done about stable's pod template on the way back. */
public sealed interface Restoration {
  /** Every field that promotion would change still holds what it held before. */
  record Unchanged() implements Restoration {}

  /**
   * Only our fields are put back, the rest of the live template stays.
   *
   * @param template the whole template to write
   */
  record Restored(PodTemplateSpec template) implements Restoration {}

  /**
   * Somebody else changed what we would restore; nothing is to be written.
   *
   * @param what one sentence that names container and fields
   */
  record Foreign(String what) implements Restoration {}
}
