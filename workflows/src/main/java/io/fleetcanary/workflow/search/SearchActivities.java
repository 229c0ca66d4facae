package io.fleetcanary.workflow.search;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Asks Temporal itself. On the central queue. */
@ActivityInterface
public interface SearchActivities {
  /** Which of {@link RolloutAttributes} exist in this namespace; none where it cannot be told. */
  @ActivityMethod(name = "searchAttributes")
  Existing existing();

  /** Names, sorted. */
  record Existing(List<String> names) {
    public static final Existing NONE = new Existing(List.of());

    public Existing {
      names = List.copyOf(names);
    }
  }
}
