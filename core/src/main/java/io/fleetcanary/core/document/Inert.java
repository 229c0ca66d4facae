package io.fleetcanary.core.document;

import java.util.regex.Pattern;

/** Text that people have typed, of which nothing that shows it makes a link, a call or markup. */
public final class Inert {
  /** Looks like nothing, and keeps what is around it apart for whatever reads it. */
  private static final String WORD_JOINER = "\u2060";

  /**
   * A mention, a tag, what is between a link's text and its address, what makes an address, and the
   * number of an issue as GitHub reads it.
   */
  private static final Pattern ACTIVE =
      Pattern.compile(
          "@|<(?=[\\w/!@#&])|](?=[(\\[])|:(?=//)|#(?=\\d)|\\b(?i:GH)-(?=\\d)|\\b(?i:www)(?=\\.)");

  private Inert() {}

  /** The same to look at. */
  public static String text(String typed) {
    return ACTIVE.matcher(typed).replaceAll("$0" + WORD_JOINER);
  }
}
