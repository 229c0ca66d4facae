package io.fleetcanary.core.alike;

import java.util.List;

/** What a look knows of one {@link Likeness}. */
public sealed interface Compared {
  /** Two means. */
  record Means(MeanRatio ratio) implements Compared {}

  /** The values that a label has on each arm; an arm without series has none. */
  record Labels(List<String> canary, List<String> stable) implements Compared {
    public Labels {
      canary = canary.stream().distinct().sorted().toList();
      stable = stable.stream().distinct().sorted().toList();
    }
  }

  /** Nothing, e.g. because {@code prometheus answers HTTP 503}. */
  record Unseen(String why) implements Compared {}
}
