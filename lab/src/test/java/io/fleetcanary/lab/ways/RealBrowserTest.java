package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.ways.UiBrowser.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Temporal's UI in a browser, used as {@code docs/start/ui.md} says. {@code -Dpictures.write=true}
 * takes the pictures of that page anew.
 */
@Tag("real")
@Timeout(600)
class RealBrowserTest {
  private static final Pattern DIGEST = Pattern.compile("\"digest\": \"([0-9a-f]{64})\"");

  @RegisterExtension private static final OnSite ON_SITE = new OnSite(Site::start);

  private static UiBrowser browser;

  private final Site site = ON_SITE.site();
  private final Page page = site.page("ui");

  @BeforeAll
  static void open(@TempDir Path profile) {
    browser = new UiBrowser(ON_SITE.site().ui(), profile);
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @Test
  @Pastes(
      of = "ui",
      blocks = {"start", "pause", "resume", "approve", "abort"})
  void startsOncePausesApprovesByUpdateAndAbortsBySignal() throws IOException {
    SortedMap<String, Snapshot> before = site.objects();

    begin();
    // a page that is left takes what it has not sent yet with it
    site.await(status -> !status.phase().ended());
    begin();
    browser.sees("already");
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(browser.send(Kind.SIGNAL, "pause", page.block("pause"))).isEmpty();
    site.await(FleetPhase.PAUSED);
    assertThat(browser.send(Kind.UPDATE, "resume", page.block("resume"))).isEmpty();
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    String digest = read();
    picture("waiting");
    assertThat(browser.send(Kind.UPDATE, "approve", page.block("approve")))
        .isEqualTo("digest must be this plan's " + digest + ", got <digest>");
    picture("refused");
    assertThat(browser.send(Kind.UPDATE, "approve", approval(digest))).isEmpty();
    assertThat(browser.send(Kind.SIGNAL, "abort", page.block("abort"))).isEmpty();

    ended(FleetPhase.ABORTED, "aborted by ann: pager");
    assertThat(site.objects()).isEqualTo(before);
  }

  @Test
  void approvesBySignalAndAbortsByUpdate() throws IOException {
    SortedMap<String, Snapshot> before = site.objects();

    begin();
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    String digest = read();
    assertThat(browser.send(Kind.SIGNAL, "approve", approval(digest))).isEmpty();
    site.await(status -> status.waitingFor().isEmpty());
    assertThat(browser.send(Kind.UPDATE, "abort", page.block("abort"))).isEmpty();

    ended(FleetPhase.ABORTED, "aborted by ann: pager");
    assertThat(site.status().ignored()).isEmpty();
    assertThat(site.objects()).isEqualTo(before);
    picture("ended");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Pastes(of = "ui", blocks = "reject")
  void rejects(Kind kind) {
    SortedMap<String, Snapshot> before = site.objects();

    begin();
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(browser.send(kind, "reject", page.block("reject"))).isEmpty();

    ended(FleetPhase.REJECTED, "rejected by ann: answers got worse");
    assertThat(site.status().ignored()).isEmpty();
    assertThat(site.objects()).isEqualTo(before);
  }

  @Test
  void readsAReportThatNeedsNothingElseAndFitsOntoPaper(@TempDir Path folder) throws IOException {
    begin();
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    Path report = folder.resolve("report.html");
    String command = site.page("fleetcanary").block("report");
    site.shell().succeeds(command.replace("report.html", report.toString()));
    site.shell().succeeds(site.page("fleetcanary").block("abort"));

    UiBrowser.Paper paper = browser.printed(report);

    assertThat(paper.requests()).isZero();
    assertThat(paper.wide()).isLessThanOrEqualTo(UiBrowser.Paper.WIDTH);
    assertThat(paper.smallest()).as("7 points, in pixels").isGreaterThanOrEqualTo(9.3);
    assertThat(paper.text()).contains("chat 2026.11.3", "eu-1", "waiting for approval");
    assertThat(Files.size(report)).isLessThanOrEqualTo(300 * 1024);
    site.outcome();
  }

  /** The page's link, at this server. */
  private void begin() {
    String link = page.block("start").strip();
    browser.start(
        site.ui() + link.substring(link.indexOf("namespaces/")),
        Page.text("docs/examples/rollout.json"));
  }

  /** Where it stands and what to do, as the page shows it; returns the digest to copy. */
  private String read() {
    browser.open();
    String details = browser.details();
    assertThat(details)
        .containsPattern("chat 2026[.]11[.]3\\s+WAITING_FOR_APPROVAL")
        .containsPattern("wave first\\s+1 PROBATION")
        .containsPattern("next:\\s+send approve")
        .contains("fleetcanary approve inference/chat --gate first");
    Matcher digest = DIGEST.matcher(details);
    assertThat(digest.find()).as(details).isTrue();
    assertThat(digest.group(1)).isEqualTo(site.status().digest());
    return digest.group(1);
  }

  private String approval(String digest) {
    return page.block("approve").replace("<digest>", digest);
  }

  private void ended(FleetPhase how, String why) {
    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(how);
    assertThat(outcome.reason()).endsWith(why);
    browser.open();
    browser.sees("Failed");
    browser.history();
    browser.sees(why);
  }

  private void picture(String name) throws IOException {
    byte[] picture = browser.picture();
    assertThat(picture).isNotEmpty();
    if (Boolean.getBoolean("pictures.write")) {
      Files.write(Page.TOP.resolve("docs/start/" + name + ".png"), picture);
    }
  }
}
