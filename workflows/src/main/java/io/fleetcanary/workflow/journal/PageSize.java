package io.fleetcanary.workflow.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.workflow.Payloads;
import java.util.List;

/** How much of the journal goes into one payload. */
public final class PageSize {
  /** Temporal warns from 256 KiB on, and refuses 2 MiB. */
  static final int MOST_BYTES = 192 * 1024;

  /** More lines in one call would be long to write. */
  static final int MOST_LINES = 100;

  private PageSize() {}

  /** The first of them that fit; one that is too long for any page goes alone. */
  public static List<JournalEntry> fitting(List<JournalEntry> entries) {
    int lines = 0;
    long bytes = 0;
    for (JournalEntry entry : entries.subList(0, Math.min(MOST_LINES, entries.size()))) {
      bytes += bytes(entry);
      if (lines > 0 && bytes > MOST_BYTES) {
        break;
      }
      lines++;
    }
    return List.copyOf(entries.subList(0, lines));
  }

  private static int bytes(JournalEntry entry) {
    try {
      return Payloads.mapper().writeValueAsBytes(entry).length;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("every line can be written as JSON", impossible);
    }
  }
}
