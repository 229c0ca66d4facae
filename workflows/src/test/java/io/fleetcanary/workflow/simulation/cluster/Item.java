package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Seen;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object of a cluster: a mark, what it holds, and a version that each write moves. A write
 * names the version that it was decided on, and is refused when the object has moved.
 */
final class Item<T> {
  private final Runnable written;
  private boolean present;
  private Optional<Claim> claim = Optional.empty();
  private T content;
  private long version;

  /**
   * @param written called after each write
   */
  Item(boolean present, T content, Runnable written) {
    this.present = present;
    this.content = content;
    this.written = written;
  }

  Look<T> look() {
    return new Look<>(present, claim, content, version);
  }

  boolean present() {
    return present;
  }

  Optional<Claim> claim() {
    return claim;
  }

  T content() {
    return content;
  }

  /** Writes, or creates it; false when it has moved since. */
  boolean write(Look<T> seen, Optional<Claim> mark, T wanted) {
    if (seen.version != version) {
      return false;
    }
    present = true;
    claim = mark;
    content = wanted;
    moved();
    return true;
  }

  boolean remove(Look<T> seen) {
    if (seen.version != version) {
      return false;
    }
    present = false;
    claim = Optional.empty();
    moved();
    return true;
  }

  /** Somebody else writes, who asks nobody. */
  void edit(T other) {
    content = other;
    moved();
  }

  private void moved() {
    version++;
    written.run();
  }

  @Override
  public String toString() {
    return present ? content + claim.map(it -> " (" + it + ")").orElse("") : "none";
  }

  /** What somebody saw of it. */
  record Look<T>(boolean present, Optional<Claim> claim, T content, long version) {
    Seen as(boolean wanted) {
      return present ? new Seen(true, claim, wanted) : Seen.ABSENT;
    }

    boolean holds(@Nullable T wanted) {
      return present && content.equals(wanted);
    }
  }
}
