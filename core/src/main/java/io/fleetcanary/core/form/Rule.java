package io.fleetcanary.core.form;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the fields of an object must have to do with each other. Null counts as not written. */
public sealed interface Rule {
  /** One of these groups is written as a whole, and nothing of the others. */
  record ExactlyOne(List<List<String>> groups) implements Rule {
    public ExactlyOne {
      groups = groups.stream().map(List::copyOf).toList();
    }
  }

  /** At least one of these is written. */
  record AtLeastOne(List<String> fields) implements Rule {
    public AtLeastOne {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Others follow from whether one is written.
   *
   * @param given whether it is
   * @param forms what the others must then look like
   * @param out those that must be left out then
   */
  record Where(String field, boolean given, SortedMap<String, Form> forms, List<String> out)
      implements Rule {
    public Where {
      forms = new TreeMap<>(forms);
      out = List.copyOf(out);
    }
  }

  /** A field must not be one of these words, though it looks like it may. */
  record Not(String field, List<String> words) implements Rule {
    public Not {
      words = List.copyOf(words);
    }
  }
}
