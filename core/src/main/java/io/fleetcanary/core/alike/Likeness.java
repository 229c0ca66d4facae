package io.fleetcanary.core.alike;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One thing that must be alike on both arms. Selectors carry {@code $track} where the matchers of
 * one arm go.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "mean", value = Likeness.Mean.class),
  @JsonSubTypes.Type(name = "label", value = Likeness.Label.class)
})
public sealed interface Likeness {
  String name();

  /**
   * Metrics whose comparison it takes back, and only where it is bad. Empty: those of all
   * latencies, and without it nothing passes either.
   */
  List<String> holds();

  /** Whether slowness of this metric may come of it. */
  default boolean covers(String metric) {
    return holds().isEmpty() || holds().contains(metric);
  }

  /**
   * What one counter goes up by for each that another does, e.g. tokens a prompt.
   *
   * @param low the canary's of stable's, from which on it is alike
   * @param high the same, up to which it is
   */
  record Mean(String name, String sum, String of, double low, double high, List<String> holds)
      implements Likeness {
    /** Nothing is so much more than something else. */
    public static final double ANY = 1e9;

    public Mean {
      holds = List.copyOf(holds);
    }
  }

  /**
   * The values of a label, e.g. of the GPU model.
   *
   * @param in selector of series that carry it, one for each pod or more
   */
  record Label(String name, String label, String in, List<String> holds) implements Likeness {
    public Label {
      holds = List.copyOf(holds);
    }
  }
}
