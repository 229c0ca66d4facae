package io.fleetcanary.workflow.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageSizeTest {
  private static final JournalEntry SHORT = entry(10);
  private static final JournalEntry LONG = entry(150_000);

  @Test
  void holdsAHundredLines() {
    assertThat(PageSize.fitting(Collections.nCopies(130, SHORT))).hasSize(100);
    assertThat(PageSize.fitting(Collections.nCopies(13, SHORT))).hasSize(13);
    assertThat(PageSize.fitting(List.of())).isEmpty();
  }

  @Test
  void holdsFewerWhereTheyAreLong() {
    assertThat(PageSize.fitting(List.of(SHORT, LONG, LONG, SHORT))).containsExactly(SHORT, LONG);
  }

  @Test
  void holdsOneThatIsTooLongForAnyPage() {
    JournalEntry spec = entry(250_000);

    assertThat(PageSize.fitting(List.of(spec, SHORT))).containsExactly(spec);
  }

  private static JournalEntry entry(int length) {
    return new JournalEntry(
        1, Instant.EPOCH, Act.ASKED, "", "", "", new Evidence.Asked("x".repeat(length)));
  }
}
