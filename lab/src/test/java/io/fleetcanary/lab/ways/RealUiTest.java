package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.story.Snapshot;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forms of Temporal's UI, filled in as {@code docs/start/ui.md} says, without the browser that
 * {@link RealBrowserTest} has.
 */
@Tag("real")
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealUiTest {
  /** The cluster that the page's lines name. */
  private static final String SICK = "us-1";

  private static final Pattern ROLLOUT = Pattern.compile("chat-[0-9]{14}-[0-9a-f]{4}");

  @RegisterExtension private static final OnSite ON_SITE = new OnSite(Site::start);

  private final Site site = ON_SITE.site();
  private final Page page = site.page("ui");
  private final UiForm form = new UiForm(site.ui());

  @Test
  @Pastes(
      of = "ui",
      blocks = {"start", "reject"})
  void rejects() {
    SortedMap<String, Snapshot> before = site.objects();

    done(begin());
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    done(form.update("reject", page.block("reject")));

    ended(FleetPhase.REJECTED, "gate first rejected by ann: answers got worse");
    assertThat(site.objects()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Order(1)
  @Pastes(
      of = "ui",
      blocks = {"approve", "skip"})
  void goesOnWithoutAClusterThatAsks(boolean bySignal) {
    SortedMap<String, Snapshot> before = site.objects();
    releaseUntilItAsksAboutOne();

    decide(bySignal, "skip");

    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).as(outcome.reason()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.reason()).contains("2 of 3 clusters", SICK + ": ", "ImagePullBackOff");
    assertThat(site.status().ignored()).isEmpty();
    assertThat(site.objects()).containsEntry(SICK, before.get(SICK));
    site.example(SICK, Fate.HEALTHY);
    site.putBack();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Order(2)
  @Pastes(
      of = "ui",
      blocks = {"approve", "retry"})
  void triesAClusterAgainThatAsks(boolean bySignal) {
    releaseUntilItAsksAboutOne();

    site.example(SICK, Fate.HEALTHY);
    decide(bySignal, "retry");

    ended(FleetPhase.PROMOTED, "2026.11.3 serves in 3 of 3 clusters");
    assertThat(site.status().ignored()).isEmpty();
    site.putBack();
  }

  @Test
  void refusesToSkipOrRetryWhatDoesNotAsk() {
    done(begin());
    site.await(FleetPhase.WAITING_FOR_APPROVAL);

    String skipped = form.update("skip", page.block("skip")).body();
    String retried = form.update("retry", page.block("retry")).body();
    done(form.update("abort", page.block("abort")));

    assertThat(skipped).contains("\"failure\"", SICK);
    assertThat(retried).contains("\"failure\"", SICK);
    ended(FleetPhase.ABORTED, "aborted by ann: pager");
  }

  /** Starts and approves it where one cluster cannot pull the image. */
  private void releaseUntilItAsksAboutOne() {
    site.example(SICK, Fate.IMAGE_PULL_FAILURE);
    done(begin());
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    done(form.update("approve", approval()));
    site.await(FleetPhase.HOLDING);
    assertThat(site.status().waitingFor().getFirst().gate()).isEqualTo("hold/" + SICK + "/1");
  }

  private void decide(boolean bySignal, String what) {
    done(bySignal ? form.signal(what, page.block(what)) : form.update(what, page.block(what)));
  }

  @Test
  @Pastes(
      of = "ui",
      blocks = {"abort", "history", "journal"})
  void showsWhatWasReleasedBefore() {
    done(begin());
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    done(form.update("abort", page.block("abort")));
    ended(FleetPhase.ABORTED, "aborted by ann: pager");

    done(form.start("journal/by-hand", "fleetcanary", "ShowPast", page.block("history")));

    String past = site.shell().succeeds("temporal workflow result --workflow-id journal/by-hand");
    assertThat(past).contains("ABORTED", "aborted by ann: pager");
    Matcher rollout = ROLLOUT.matcher(past);
    assertThat(rollout.find()).as(past).isTrue();
    String one = page.block("journal").replace("<rolloutId>", rollout.group());
    done(form.start("journal/one-by-hand", "fleetcanary", "ShowJournal", one));
    assertThat(site.shell().succeeds("temporal workflow result --workflow-id journal/one-by-hand"))
        .contains("ASKED", "2026.11.3", "aborted by ann: pager");
  }

  @Test
  void refusesAFormThatWasLeftEmpty() {
    done(form.start("rollout/inference/chat", "fleetcanary", "FleetRollout", ""));

    ended(
        FleetPhase.REFUSED,
        "spec: must be an object, got nothing; send the spec as the one input,"
            + " {\"service\": \"...\", and so on}");
  }

  /** Follows the page's link, which fills three fields in, and pastes the example. */
  private HttpResponse<String> begin() {
    SortedMap<String, String> fields = new TreeMap<>();
    for (String field : URI.create(page.block("start").strip()).getRawQuery().split("&", -1)) {
      String[] parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form.start(
        fields.getOrDefault("workflowId", ""),
        fields.getOrDefault("taskQueue", ""),
        fields.getOrDefault("workflowType", ""),
        Page.text("docs/examples/rollout.json"));
  }

  private String approval() {
    return page.block("approve").replace("<digest>", site.status().digest());
  }

  private void ended(FleetPhase ending, String reason) {
    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(ending);
    assertThat(outcome.reason()).isEqualTo(reason);
  }

  private static void done(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).doesNotContain("\"failure\"");
  }
}
