package io.fleetcanary.lab.embedded.prometheus;

import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Which series are meant. */
record Selector(List<Matcher> matchers) {
  /** The label that carries the name of a series. */
  static final String NAME = "__name__";

  Selector {
    matchers = List.copyOf(matchers);
  }

  boolean selects(SortedMap<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  /** A rule for one label; one that is absent counts as empty. */
  sealed interface Matcher {
    String label();

    boolean accepts(String value);

    default boolean matches(SortedMap<String, String> labels) {
      return accepts(labels.getOrDefault(label(), ""));
    }
  }

  record Equal(String label, String value) implements Matcher {
    @Override
    public boolean accepts(String actual) {
      return actual.equals(value);
    }
  }

  record Matching(String label, Pattern whole) implements Matcher {
    @Override
    public boolean accepts(String actual) {
      return whole.matcher(actual).matches();
    }
  }

  record Not(Matcher matcher) implements Matcher {
    @Override
    public String label() {
      return matcher.label();
    }

    @Override
    public boolean accepts(String actual) {
      return !matcher.accepts(actual);
    }
  }
}
