package io.fleetcanary.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.fleet.BadRevisions.BadRevision;
import io.fleetcanary.core.plan.Revision;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BadRevisionsTest {
  @Test
  void forgetsTheOldestFirst() {
    BadRevisions known =
        IntStream.rangeClosed(1, BadRevisions.MOST + 1)
            .mapToObj(number -> bad("d" + number, "errors"))
            .reduce(BadRevisions.NONE, BadRevisions::with, (one, other) -> other);

    assertThat(known.known()).hasSize(BadRevisions.MOST);
    assertThat(known.of("d1")).isEmpty();
    assertThat(known.of("d2")).isPresent();
    assertThat(known.of("d" + (BadRevisions.MOST + 1))).isPresent();
  }

  @Test
  void knowsTheLatestReasonOfEach() {
    BadRevisions known = BadRevisions.NONE.with(bad("d1", "errors")).with(bad("d1", "slow"));

    assertThat(known.known()).containsExactly(bad("d1", "slow"));
    assertThat(known.without("d1")).isEqualTo(BadRevisions.NONE);
  }

  @Test
  void keepsNoEssays() {
    assertThat(bad("d1", "x".repeat(1000)).why()).hasSize(300).endsWith("…");
  }

  @Test
  void tellsRevisionsByWhatChangesAndNotByWhatTheyAreCalled() {
    Revision one = revision("v1", "server", "s3://1");

    assertThat(revision("v2", "", "s3://1").digest()).isEqualTo(one.digest());
    assertThat(revision("v1", "server", "s3://2").digest()).isNotEqualTo(one.digest());
  }

  private static Revision revision(String name, String container, String model) {
    return new Revision(name, container, List.of(new Revision.Env("MODEL_URI", model)));
  }

  private static BadRevision bad(String digest, String why) {
    return new BadRevision(digest, "v3", "chat-20261101090000-beef", why);
  }
}
