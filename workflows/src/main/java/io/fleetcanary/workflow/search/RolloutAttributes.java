package io.fleetcanary.workflow.search;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.SearchAttributeKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Search attributes of a fleet's rollout. They are one namespace's, and must be created there. */
public final class RolloutAttributes {
  /** {@code <namespace>/<service>}, both of Kubernetes. */
  public static final SearchAttributeKey<String> SERVICE =
      SearchAttributeKey.forKeyword("RolloutService");

  /** Name of the revision. */
  public static final SearchAttributeKey<String> REVISION =
      SearchAttributeKey.forKeyword("RolloutRevision");

  /** A {@link io.fleetcanary.core.status.FleetPhase}, as {@code status} spells it. */
  public static final SearchAttributeKey<String> PHASE =
      SearchAttributeKey.forKeyword("RolloutPhase");

  /** Whether it waits for a person. */
  public static final SearchAttributeKey<Boolean> NEEDS_APPROVAL =
      SearchAttributeKey.forBoolean("RolloutNeedsApproval");

  private static final SortedMap<String, IndexedValueType> TYPES = types();

  private RolloutAttributes() {}

  /** Names with their types. */
  public static SortedMap<String, IndexedValueType> all() {
    return TYPES;
  }

  private static SortedMap<String, IndexedValueType> types() {
    SortedMap<String, IndexedValueType> types = new TreeMap<>();
    types.put(SERVICE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    types.put(REVISION.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    types.put(PHASE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    types.put(NEEDS_APPROVAL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_BOOL);
    return Collections.unmodifiableSortedMap(types);
  }
}
