package io.fleetcanary.core.form;

import io.fleetcanary.core.document.Naming;
import java.util.List;
import java.util.Optional;

/** What a value must look like, as far as that can be seen without the rest of the document. */
public sealed interface Form {
  /** The fields that can be written in it, of objects in a list too. */
  default Optional<Shape> inside() {
    return switch (this) {
      case Shape shape -> Optional.of(shape);
      case Items items -> items.item().inside();
      case Either either -> either.one().inside().or(() -> either.other().inside());
      case Text any -> Optional.empty();
      case Named any -> Optional.empty();
      case Literal any -> Optional.empty();
      case Word any -> Optional.empty();
      case Whole any -> Optional.empty();
      case Figure any -> Optional.empty();
      case Flag any -> Optional.empty();
      case Share any -> Optional.empty();
      case Time any -> Optional.empty();
      case Entries any -> Optional.empty();
      case Foreign any -> Optional.empty();
    };
  }

  /** A text that is not blank. */
  record Text() implements Form {}

  /** A text that fits. */
  record Named(Naming naming) implements Form {}

  /** Any text, the empty one too. */
  record Literal() implements Form {}

  /** One of these words. */
  record Word(List<String> words) implements Form {
    public Word {
      words = List.copyOf(words);
    }
  }

  /** A whole number, limits included. */
  record Whole(int least, int most) implements Form {}

  /** A number in a unit that only the user knows. */
  record Figure() implements Form {}

  record Flag() implements Form {}

  /** A percentage with its unit. */
  record Share() implements Form {}

  /** A duration with its unit. */
  record Time() implements Form {}

  /** A list. */
  record Items(Form item, int least, int most, boolean unique) implements Form {
    /** A list that must not be empty. */
    public static Items some(Form item) {
      return new Items(item, 1, Integer.MAX_VALUE, false);
    }

    public Items atMost(int items) {
      return new Items(item, least, items, unique);
    }

    public Items orNone() {
      return new Items(item, 0, most, unique);
    }

    public Items each() {
      return new Items(item, least, most, true);
    }
  }

  /** An object whose field names the user chooses, at least one. */
  record Entries(Optional<Naming> names, Form value) implements Form {}

  /** An object in somebody else's format. */
  record Foreign() implements Form {}

  /** An object with these fields and no others. */
  record Shape(List<Field> fields, List<Rule> rules) implements Form {
    public Shape {
      fields = List.copyOf(fields);
      rules = List.copyOf(rules);
    }

    public static Shape of(Field... fields) {
      return new Shape(List.of(fields), List.of());
    }

    public Shape where(Rule... rules) {
      return new Shape(fields, List.of(rules));
    }

    /** What a reader knows. */
    public List<String> names() {
      return fields.stream().map(Field::name).toList();
    }

    public Optional<Field> field(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
  }

  /** One of two forms that are told apart by their kind. */
  record Either(Form one, Form other) implements Form {}
}
