package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.Snapshot;
import java.net.http.HttpResponse;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lines of {@code docs/start} for what is rare: a cluster that is given up, a rollout that is
 * in the way, two of the past beside each other.
 */
@Tag("long")
@Timeout(600)
class RealRareWaysTest {
  /** The cluster that the pages' lines name. */
  private static final String LOST = "us-1";

  @RegisterExtension
  private static final OnSite ON_SITE = new OnSite(folder -> Site.start(folder).withPatience());

  private final Site site = ON_SITE.site();
  private final Page own = site.page("fleetcanary");

  /** All of them release the same. */
  @BeforeEach
  void forgetTheLast() {
    site.forgetTheLast();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleetcanary", "temporal", "tctl", "ui"})
  @Pastes(
      of = {"fleetcanary", "temporal", "tctl", "ui"},
      blocks = "abandon")
  void handsOverAClusterThatCannotBeReached(String way) {
    SortedMap<String, Snapshot> before = site.objects();
    site.shell().succeeds(own.block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(own.deciding("approve"));
    site.await(Site.in(LOST, ClusterPhase.BAKING));
    site.cutOff(LOST);
    site.shell().succeeds(own.block("abort"));
    site.await(Site.in(LOST, status -> status.reason().endsWith(", trying again")));

    send(way, "abandon");

    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).as(outcome.reason()).isEqualTo(FleetPhase.HANDED_OVER);
    assertThat(outcome.reason()).contains("aborted by ann: pager", "left in us-1: ");
    assertThat(outcome.clusters().get(LOST))
        .isInstanceOfSatisfying(
            ClusterOutcome.HandedOver.class,
            over -> assertThat(over.reason()).contains("abandoned by ann: the site burnt down"));
    assertThat(site.status().ignored()).isEmpty();
    site.takeBack(LOST);
    assertThat(site.objects()).isEqualTo(before);
  }

  private void send(String way, String what) {
    Page page = site.page(way);
    if (way.equals("ui")) {
      HttpResponse<String> answer = new UiForm(site.ui()).update(what, page.block(what));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("\"failure\"");
    } else {
      site.shell().succeeds(page.block(what));
    }
  }

  /** The one under way is the example under another name, so that there is something to compare. */
  @Test
  @Pastes(
      of = "fleetcanary",
      blocks = {"supersede", "diff"})
  void startsAnotherRevisionWhenTheOneUnderWayIsBackAndComparesThem() {
    SortedMap<String, Snapshot> before = site.objects();
    site.shell()
        .succeeds(
            "sed 's/2026.11.3/2026.11.4/' docs/examples/rollout.json > under-way.json &&"
                + " ./fleetcanary start under-way.json --wait=accepted");
    site.await(FleetPhase.WAITING_FOR_APPROVAL);

    String superseding = site.shell().succeeds(own.block("supersede"));
    assertThat(superseding).contains("superseded by 2026.11.3, hotfix");
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(site.status().revision()).isEqualTo("2026.11.3");
    site.shell().succeeds(own.block("abort"));
    assertThat(site.outcome().reason()).isEqualTo("aborted by ann: pager");

    assertThat(site.shell().succeeds(own.block("diff")))
        .containsPattern("revision +2026.11.3 +2026.11.4")
        .containsPattern("revision.name +\"2026.11.3\" +\"2026.11.4\"")
        .containsPattern("eu-1 +rolled back, image as before +rolled back, image as before")
        .doesNotContain("revision.image");
    assertThat(site.objects()).isEqualTo(before);
  }
}
