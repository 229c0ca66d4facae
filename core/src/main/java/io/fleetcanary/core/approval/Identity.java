package io.fleetcanary.core.approval;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How sure it is who a person is. */
public enum Identity {
  /** The name that the message says; whoever may send messages may write any. */
  CLAIMED,
  /** The name whose key has signed the consent. */
  VERIFIED;

  /** As specs and policies write them. */
  public static final List<String> WORDS = Stream.of(values()).map(Identity::text).toList();

  /** The one with this text; null for nothing. */
  public static @Nullable Identity of(@Nullable String text) {
    return text == null ? null : valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** The surer of two. */
  public Identity or(Identity other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** As people are shown a name: {@code ann (claimed)}. */
  public String beside(String name) {
    return name + " (" + text() + ")";
  }

  /** As specs, policies and sentences have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
