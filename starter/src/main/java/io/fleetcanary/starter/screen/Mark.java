package io.fleetcanary.starter.screen;

import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;

/** What one sees at a glance: a glyph, and a colour that never stands alone. */
enum Mark {
  WELL("✓", "+", "32"),
  UNDER_WAY("▲", "^", "36"),
  QUIET("·", ".", "2"),
  WAITING("‖", "=", "33"),
  RETURNING("↺", "<", "1;33"),
  BAD("✕", "x", "1;31"),
  UNKNOWN("?", "?", "35");

  private final String glyph;
  private final String ascii;
  private final String colour;

  Mark(String glyph, String ascii, String colour) {
    this.glyph = glyph;
    this.ascii = ascii;
    this.colour = colour;
  }

  String glyph(Style style) {
    return style.ascii() ? ascii : glyph;
  }

  /** In the words of terminals: select graphic rendition. */
  String colour() {
    return colour;
  }

  static Mark of(ClusterPhase phase) {
    return switch (phase) {
      case PROBATION, KEEPING, PROMOTED -> WELL;
      case CLAIMING, STARTING, SHIFTING, BAKING, PROMOTING -> UNDER_WAY;
      case QUEUED, UNTOUCHED -> QUIET;
      case HOLDING, PAUSED -> WAITING;
      case RETURNING -> RETURNING;
      case ROLLED_BACK, HANDED_OVER -> BAD;
    };
  }

  static Mark of(FleetPhase phase) {
    return switch (phase) {
      case PLANNING, RELEASING, BAKING -> UNDER_WAY;
      case WAITING_FOR_APPROVAL, HOLDING, PAUSED -> WAITING;
      case RETURNING -> RETURNING;
      case PROMOTED -> WELL;
      case ROLLED_BACK, ABORTED, REJECTED, PARTLY_PROMOTED, HANDED_OVER, REFUSED -> BAD;
    };
  }

  static Mark of(Verdict verdict) {
    return switch (verdict) {
      case PASS -> WELL;
      case FAIL -> BAD;
      case INCONCLUSIVE -> UNKNOWN;
    };
  }
}
