package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.Snapshot;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shortest way through the pages of Temporal's own tools, for every build; all of their lines
 * are in {@link RealWaysTest}.
 */
@Tag("real")
@Timeout(300)
class RealToolsTest {
  @RegisterExtension private static final OnSite ON_SITE = new OnSite(Site::start);

  private final Site site = ON_SITE.site();

  @ParameterizedTest
  @CsvSource({"temporal, '', 1", "temporal, -signal, 1", "tctl, '', 0"})
  @Pastes(
      of = {"temporal", "tctl"},
      blocks = {"start", "status", "digest", "approve", "abort", "wait"})
  @Pastes(of = "temporal", blocks = "approve-signal")
  void startsApprovesAndAbortsAsThePageSays(String tool, String by, int ending) {
    Page page = site.page(tool);
    SortedMap<String, Snapshot> before = site.objects();

    site.shell().succeeds(page.block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(site.shell().succeeds(page.block("status"))).contains("wave first has baked");
    site.shell().succeeds(page.deciding("approve" + by));
    site.await(Site::lastWaveIsUnderWay);
    site.shell().succeeds(page.block("abort"));

    assertThat(site.shell().paste(page.block("wait")).code()).isEqualTo(ending);
    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(outcome.reason()).isEqualTo("aborted by ann: pager");
    assertThat(site.objects()).isEqualTo(before);
  }
}
