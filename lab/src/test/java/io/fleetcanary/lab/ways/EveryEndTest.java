package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the end of a rollout, its report is in the worker's folder. */
@Timeout(600)
class EveryEndTest {
  private static final String FIRST = "registry.example/chat@sha256:" + "a1".repeat(32);
  private static final String SECOND = "registry.example/chat@sha256:" + "b2".repeat(32);

  /** The one whose fate the site knows. */
  private static final String SICK = "registry.example/chat@sha256:" + "d".repeat(64);

  /** A report is made beside the rollout, a quarter of a minute after its end. */
  private static final Duration MADE = Duration.ofMinutes(2);

  @RegisterExtension
  private static final OnSite ON_SITE = new OnSite(EveryEndTest::withAFolderOfReports);

  private final Site site = ON_SITE.site();
  private final Shell shell = site.shell();

  private static Site withAFolderOfReports(Path folder) {
    return Site.embedded(
        folder,
        "--fleetcanary.journal.url=jdbc:h2:file:" + folder.resolve("journal"),
        "--fleetcanary.journal.reports=" + folder.resolve("checkout/reports"));
  }

  @Test
  void isReportedAndARollbackBringsBackWhatWasPromotedBefore() {
    release("first", FIRST, ExitCode.DONE);
    assertReported(FleetPhase.PROMOTED, "first");
    release("second", SECOND, ExitCode.DONE);
    assertThat(site.objects().toString()).contains(SECOND);

    Shell.Answer back = shell.paste("./fleetcanary rollback inference/chat --by bob --wait");

    assertThat(back.code()).as(back.output()).isZero();
    assertThat(site.objects().values())
        .allSatisfy(
            cluster -> assertThat(cluster.toString()).contains(FIRST).doesNotContain(SECOND));
    assertThat(assertReported(FleetPhase.PROMOTED, "first")).contains("by bob");
    assertThat(shell.succeeds("./fleetcanary history inference/chat")).contains("bob");
  }

  @Test
  void isReportedWhereItWentBack() {
    site.example("eu-1", Fate.CRASH_LOOP);

    release("sick", SICK, ExitCode.ROLLED_BACK);

    assertReported(FleetPhase.ROLLED_BACK, "sick");
  }

  @Test
  void isReportedWhereAPersonEndedIt() {
    shell.succeeds(spec("unwanted", "registry.example/chat@sha256:" + "c3".repeat(32)));
    shell.succeeds("./fleetcanary start unwanted.json");
    site.await(Site.in("eu-1", status -> status.phase() == ClusterPhase.BAKING));

    shell.succeeds("./fleetcanary abort inference/chat --by ann --reason pager");

    assertThat(assertReported(FleetPhase.ABORTED, "unwanted")).contains("aborted by ann: pager");
  }

  private void release(String revision, String image, ExitCode code) {
    shell.succeeds(spec(revision, image));
    Shell.Answer started = shell.paste("./fleetcanary start %s.json --wait".formatted(revision));
    assertThat(started.code()).as(started.output()).isEqualTo(code.code());
  }

  /** Waits for it, in all its forms. */
  private String assertReported(FleetPhase phase, String revision) {
    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(phase);
    Path page = shell.file("reports/inference/chat/" + site.status().rolloutId() + ".html");
    Eventually.within(MADE, () -> assertThat(page).exists());
    assertThat(page).content().contains("<svg", revision);
    Path markdown = sibling(page, ".md");
    String ended = phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    assertThat(markdown).content().startsWith("### chat %s: %s\n".formatted(revision, ended));
    JsonNode status = json(sibling(page, ".json")).path("status");
    assertThat(status.path("phase").asText()).isEqualTo(phase.name());
    assertThat(status.path("reason").asText()).isEqualTo(outcome.reason());
    return read(markdown);
  }

  private static Path sibling(Path page, String ending) {
    return page.resolveSibling(page.getFileName().toString().replace(".html", ending));
  }

  private static JsonNode json(Path file) {
    try {
      return Payloads.mapper().readTree(read(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String spec(String revision, String image) {
    return """
        cat >%s.json <<'END'
        {"service": "chat", "namespace": "inference",
         "revision": {"name": "%s", "image": "%s"},
         "readyWithin": "30s", "drain": "1s", "steps": [{"weight": 50, "bake": "4s"}],
         "waves": [{"name": "first", "clusters": ["eu-1"]},
                   {"name": "rest", "select": "all", "parallel": 2}],
         "analysis": {"every": "1s", "metrics": [
           {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
            "of": "http_requests_total{$track}", "max": "5%%", "minRequests": 30}]},
         "failure": {"scope": "fleet"}}
        END
        """
        .formatted(revision, revision, image);
  }
}
