package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.Snapshot;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shortest way through the pages of Temporal's own tools, for every build; all of their lines
 * are in {@link RealWaysTest}.
 */
@Tag("real")
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
class RealToolsTest {
  private Site site;

  @BeforeAll
  void start(@TempDir Path folder) {
    site = Site.start(folder);
  }

  @AfterAll
  void close() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"temporal", "tctl"})
  void startsApprovesAndAbortsAsThePageSays(String tool) {
    Page page = Page.of(tool);
    SortedMap<String, Snapshot> before = site.objects();

    site.shell().succeeds(page.block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(page.deciding("approve"));
    site.await(Site::lastWaveIsUnderWay);
    site.shell().succeeds(page.block("abort"));

    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(outcome.reason()).isEqualTo("aborted by ann: pager");
    assertThat(site.objects()).isEqualTo(before);
  }
}
