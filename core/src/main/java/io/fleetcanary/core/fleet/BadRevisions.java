package io.fleetcanary.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The revisions that one cluster has seen fail, so that nobody releases them again by mistake: a
 * pipeline that runs once more, say. The oldest are forgotten first.
 *
 * @param known oldest first, at most {@value #MOST}
 */
public record BadRevisions(List<BadRevision> known) {
  public static final BadRevisions NONE = new BadRevisions(List.of());
  static final int MOST = 20;
  private static final int LONGEST = 300;

  public BadRevisions {
    known = List.copyOf(known);
  }

  /** What is known of the revision with these changes. */
  public Optional<BadRevision> of(String digest) {
    return known.stream().filter(bad -> bad.digest().equals(digest)).findFirst();
  }

  /** This one too; what was known of the same changes is outdated. */
  public BadRevisions with(BadRevision bad) {
    List<BadRevision> more = new ArrayList<>(without(bad.digest()).known());
    more.add(bad);
    return new BadRevisions(more.subList(Math.max(0, more.size() - MOST), more.size()));
  }

  /** The revision with these changes has proved good after all. */
  public BadRevisions without(String digest) {
    return new BadRevisions(known.stream().filter(bad -> !bad.digest().equals(digest)).toList());
  }

  /**
   * One that failed.
   *
   * @param digest of its changes
   * @param name what people called it
   * @param rollout whose evidence it was
   * @param why the reason sentence, cut to 300 characters
   */
  public record BadRevision(String digest, String name, String rollout, String why) {
    public BadRevision {
      why = why.length() <= LONGEST ? why : why.substring(0, LONGEST - 1) + "…";
    }
  }
}
