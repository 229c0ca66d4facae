package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/first-rollout.md} shows what its commands print. They are typed one after the other
 * into a shell, at the fleet that the demo starts; only what differs from run to run, numbers
 * mostly, may differ. Of the plan no number may but those that come of how fast pods have started,
 * and they must add up. {@code -Dpages.write=true} writes into the page what was printed.
 */
@Timeout(600)
class FirstRolloutTest {
  private static final String PAGE = "docs/first-rollout.md";

  /** A command, what it printed, and what a reader has waited for before. */
  private static final Pattern TYPED =
      Pattern.compile(
          "(?<asked>(?:<!-- once (?<once>[a-z ]+) -->\\n)?```console\\n\\$ (?<command>.*)\\n)"
              + "(?:(?!```).*\\n)*```\\n");

  private static final Pattern DIGEST = Pattern.compile("(?<=--digest )[0-9a-f]{64}\\b");

  @Test
  void showsWhatReallyHappens(@TempDir Path folder) throws IOException {
    String written = Page.text(PAGE);

    String played = played(written, folder);

    ShownPlan.in(played).addsUp();
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(Page.TOP.resolve(PAGE), played);
    } else {
      assertThat(words(played)).isEqualTo(words(written));
      assertThat(ShownPlan.in(played).settled()).isEqualTo(ShownPlan.in(written).settled());
    }
  }

  private static String played(String page, Path folder) {
    try (Site site = Site.embedded(folder)) {
      return TYPED.matcher(page).replaceAll(block -> Matcher.quoteReplacement(typed(block, site)));
    }
  }

  private static String typed(MatchResult block, Site site) {
    await(site, block.group("once"));
    String command = block.group("command");
    Matcher digest = DIGEST.matcher(command);
    // a reader copies it from the status above
    String copied = digest.find() ? digest.replaceAll(site.status().digest()) : command;
    String printed = site.shell().paste(copied).output();
    return block.group("asked").replace(command, copied)
        + printed
            .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:7233")
            .replaceAll("\\\\@[^ ,)]+", "\\\\@laptop")
        + "```\n";
  }

  private static void await(Site site, @Nullable String what) {
    switch (what == null ? "" : what) {
      case "" -> {}
      case "a person is asked" -> site.await(FleetPhase.WAITING_FOR_APPROVAL);
      case "it bakes" -> site.await(status -> status.toString().contains("BAKING"));
      case "it has ended" -> site.await(status -> status.phase().ended());
      default -> throw new IllegalArgumentException("nobody knows when " + what);
    }
  }

  /** Without what differs from run to run: ids, digests, times, counts, and the room they take. */
  private static String words(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "#")
        .replaceAll("\\b[0-9a-f]{64}\\b", "#")
        .replaceAll("-[0-9]{14}-[0-9a-f]{4}", "-#")
        .replaceAll("pod=~\"[^\"]*\"", "pod=~\"#\"")
        .replaceAll("[0-9][0-9.:TZ-]*", "#")
        .replaceAll("(#(ms|[hms]))+\\b", "#")
        .replaceAll(" +", " ");
  }
}
