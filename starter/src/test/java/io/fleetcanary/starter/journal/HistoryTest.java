package io.fleetcanary.starter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class HistoryTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @ParameterizedTest
  @CsvSource({"table, history.txt", "json, history.json", "yaml, history.yaml"})
  void listsWhatWasReleasedBefore(String format, String golden) {
    Typed typed = TEMPORAL.type("history", "inference/search", "-o", format);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
  }

  @Test
  void listsAsManyAsAskedFor() {
    Typed typed = TEMPORAL.type("history", "inference/search", "--most", "1");

    assertThat(typed.out().lines()).hasSize(2).anyMatch(line -> line.contains("2026.11.4"));
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(TEMPORAL.type("history", "inference/draw"))
        .isEqualTo(new Typed(0, "", "the journal has no rollout of inference/draw\n"));
  }

  @Test
  void saysWhyTheJournalCannotBeRead() {
    Typed typed = TEMPORAL.type("history", "inference/lost");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.UNREACHABLE.code(),
                "",
                """
                the journal cannot be read: the journal's database cannot be reached
                  what Temporal still has: fleetcanary list
                """));
  }

  @ParameterizedTest
  @CsvSource({"table, diff.txt", "json, diff.json"})
  void tellsTwoRolloutsApart(String format, String golden) {
    Typed typed = TEMPORAL.type("diff", "inference/search", "2026.11.3", "2026.11.4", "-o", format);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
    assertThat(typed.out()).doesNotContain("s3://");
  }

  @Test
  void findsNothingInARolloutAndItself() {
    Typed typed =
        TEMPORAL.type("diff", "inference/search", "2026.11.4", "search-20260904080000-9f3a");

    assertThat(typed.out()).contains("the specs say the same");
  }

  @Test
  void saysWhichRolloutItDoesNotKnow() {
    Typed typed = TEMPORAL.type("diff", "inference/search", "2026.11.4", "2026.11.9");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(),
                "",
                """
                the journal has no rollout 2026.11.9 of inference/search
                  what it has: fleetcanary history inference/search
                """));
  }

  @ParameterizedTest
  @CsvSource({"md, report-journal.md", "json, report-journal.json"})
  void reportsARolloutThatTemporalHasForgotten(String format, String golden) {
    Typed typed = TEMPORAL.type("report", "inference/search", "-o", format);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
  }

  @Test
  void reportsAnEarlierOneByItsRun() {
    Typed typed = TEMPORAL.type("report", "inference/search", "--run", "run-3");

    assertThat(typed.out()).startsWith("### search 2026.11.3: rolled back\n");
  }

  @Test
  void saysThatNobodyHasSuchARollout() {
    Typed typed = TEMPORAL.type("report", "inference/draw");

    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.err()).startsWith("rollout/inference/draw is not running");
  }
}
