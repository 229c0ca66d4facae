package io.fleetcanary.core.form;

import org.jspecify.annotations.Nullable;

/**
 * A field that may be written, in words.
 *
 * @param about what it means and what its rules are, whole sentences
 * @param example a value that fits, as a JSON parser leaves it
 * @param otherwise what counts where nobody writes it; null where that is not one value
 */
public record Field(
    String name,
    boolean required,
    Form form,
    Object example,
    String about,
    @Nullable Object otherwise) {
  public static Field required(String name, Form form, Object example, String about) {
    return new Field(name, true, form, example, about, null);
  }

  public static Field optional(String name, Form form, Object example, String about) {
    return new Field(name, false, form, example, about, null);
  }

  /** The same with a value that counts where nobody writes it. */
  public Field otherwise(Object value) {
    return new Field(name, required, form, example, about, value);
  }
}
