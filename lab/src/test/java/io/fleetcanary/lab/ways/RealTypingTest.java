package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What people really type: quoted JSON, nothing, null, lists, text. Nothing hangs, nothing is lost.
 */
@Tag("real")
@Timeout(600)
class RealTypingTest {
  @RegisterExtension private static final OnSite ON_SITE = new OnSite(Site::start);

  private final Site site = ON_SITE.site();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --input '"{\\"service\\": \\"chat\\"}"' | got a text; send the JSON itself, without quotes around it
          --input '[{"service": "chat"}]'         | got a list; send the object alone, without the [ ] around it
          --input '"chat"'                        | got a text; send the spec as the one input
          --input null                            | got nothing; send the spec as the one input
          ``                                      | got nothing; send the spec as the one input
          """)
  void saysHowToSendASpec(String input, String how) {
    site.shell()
        .succeeds(
            "tctl workflow start --taskqueue fleetcanary --workflow_type FleetRollout"
                + " --workflow_id rollout/inference/chat "
                + input);

    FleetOutcome outcome = site.outcome();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.REFUSED);
    assertThat(outcome.reason()).startsWith("spec: must be an object, ").contains(how);
  }

  @Test
  void namesTheRightIdForAnother() {
    String start = site.page("temporal").block("start").replace("inference/chat", "chat");
    site.shell().succeeds(start);

    Shell.Answer result = site.shell().paste("temporal workflow result -w rollout/chat");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .contains("workflow id must be rollout/inference/chat, got rollout/chat");
  }

  @Test
  void listsAnswersThatDoNotApplyWithHowToSendThem() {
    String digest = begin();

    signal("approve --input '\"first\"'");
    signal("approve --input null");
    signal("approve");
    signal("approve --input '[\"first\"]'");
    site.await(status -> status.ignored().size() == 4);
    List<String> ignored = site.status().ignored();
    signal("abort");

    assertThat(ignored)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("approve ignored: ")
                    .endsWith(
                        "; send {\"gate\": \"first\", \"digest\": \"%s\", \"by\": \"you\", \"reason\": \"why\"}"
                            .formatted(digest)));
    assertThat(site.outcome().reason()).isEqualTo("aborted by somebody");
  }

  @Test
  void takesMessagesAsTheyCome() {
    String digest = begin();

    signal("pause --input null");
    site.await(FleetPhase.PAUSED);
    signal("resume --input 5");
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    signal(
        "approve --input '\"{\\\"gate\\\": \\\"first\\\", \\\"by\\\": \\\"ann\\\", \\\"digest\\\": \\\"%s\\\"}\"'"
            .formatted(digest));
    site.await(status -> status.waitingFor().isEmpty());
    signal("abort --input '\"pager\"'");

    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(site.outcome().reason()).isEqualTo("aborted by somebody: pager");
    assertThat(site.status().ignored()).isEmpty();
  }

  /**
   * Why the pages say {@code --fail-existing}: what is dropped here would have been another spec.
   */
  @Test
  void dropsASecondStartInSilenceWhereItIsNotToldToFail() {
    String digest = begin();
    String start = site.page("temporal").block("start");
    assertThat(start).contains(" --fail-existing ");

    site.shell().succeeds(start.replace(" --fail-existing ", " "));
    String tctl = site.page("tctl").block("start");
    site.shell().succeeds(tctl.substring(tctl.indexOf("&&") + 2).strip());

    assertThat(site.status().digest()).isEqualTo(digest);
    assertThat(site.shell().paste(start).code()).isEqualTo(1);
    assertThat(site.shell().paste(tctl).code()).isEqualTo(1);
    signal("abort");
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.ABORTED);
  }

  @Test
  void abortsWhenCancelled() {
    site.shell().succeeds(site.page("temporal").block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);

    site.shell().succeeds("temporal workflow cancel -w rollout/inference/chat");

    assertThat(site.shell().paste(site.page("temporal").block("wait")).code()).isEqualTo(1);
    assertThat(site.status().phase()).isEqualTo(FleetPhase.ABORTED);
    assertThat(site.status().reason()).isEqualTo("cancelled from outside");
  }

  /** Starts it and waits for its gate; returns the digest. */
  private String begin() {
    site.shell().succeeds(site.page("tctl").block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    return site.status().digest();
  }

  private void signal(String nameAndInput) {
    site.shell()
        .succeeds(
            "tctl workflow signal --workflow_id rollout/inference/chat --name " + nameAndInput);
  }
}
