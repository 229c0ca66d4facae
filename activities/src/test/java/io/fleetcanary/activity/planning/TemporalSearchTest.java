package io.fleetcanary.activity.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.search.RolloutAttributes;
import io.fleetcanary.workflow.search.SearchActivities.Existing;
import io.temporal.api.enums.v1.IndexedValueType;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which search attributes a rollout may set; a real server's are in the lab's tests. */
class TemporalSearchTest {
  @Test
  void usesAllOfThemWhereAllAreThere() {
    SortedMap<String, IndexedValueType> existing = new TreeMap<>(RolloutAttributes.all());
    existing.put("SomebodyElses", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);

    assertThat(TemporalSearch.usable(existing).names())
        .containsExactlyElementsOf(RolloutAttributes.all().keySet());
  }

  /** To set one of another type fails the workflow task, and so would hold up every rollout. */
  @Test
  void usesNoneOfAnotherType() {
    SortedMap<String, IndexedValueType> existing = new TreeMap<>(RolloutAttributes.all());
    existing.put(RolloutAttributes.PHASE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT);
    existing.put(
        RolloutAttributes.NEEDS_APPROVAL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);

    assertThat(TemporalSearch.usable(existing).names())
        .containsExactly(RolloutAttributes.REVISION.getName(), RolloutAttributes.SERVICE.getName());
  }

  @Test
  void usesNoneWhereThereIsNone() {
    assertThat(TemporalSearch.usable(new TreeMap<>())).isEqualTo(Existing.NONE);
  }
}
