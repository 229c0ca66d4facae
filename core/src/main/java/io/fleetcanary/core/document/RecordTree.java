package io.fleetcanary.core.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a wire record into the plain tree that its JSON is. By reflection, so that a field added to
 * a record can be forgotten neither in a digest nor in a size.
 */
public final class RecordTree {
  /** Looking them up takes far longer than calling them, and plans of large fleets have many. */
  private static final ClassValue<List<Method>> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
          return Stream.of(type.getRecordComponents()).map(RecordComponent::getAccessor).toList();
        }
      };

  private RecordTree() {}

  /**
   * The tree of a record made of texts, numbers, booleans, enums, durations, lists, maps and
   * records. Nulls are left out, and so is a {@code false}, or a 0, where JSON leaves it out: a
   * digest stays the same where a field comes into being.
   *
   * @throws IllegalArgumentException if it is made of anything else
   */
  public static Object of(Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number;
      case Boolean truth -> truth;
      case Enum<?> constant -> constant.name();
      case Duration duration -> duration.toString();
      case List<?> list -> list.stream().<Object>map(RecordTree::of).toList();
      case Map<?, ?> map -> entries(map);
      case Record it -> named(it);
      default -> throw new IllegalArgumentException("no plain form for " + value.getClass());
    };
  }

  private static SortedMap<String, Object> entries(Map<?, ?> map) {
    SortedMap<String, Object> entries = new TreeMap<>();
    map.forEach((name, value) -> entries.put(String.valueOf(name), of(value)));
    return entries;
  }

  /** One kind of a closed set is wrapped in its name. */
  private static Object named(Record it) {
    for (Class<?> set : it.getClass().getInterfaces()) {
      JsonSubTypes kinds = set.getAnnotation(JsonSubTypes.class);
      for (JsonSubTypes.Type kind : kinds == null ? new JsonSubTypes.Type[0] : kinds.value()) {
        if (kind.value() == it.getClass()) {
          return Collections.singletonMap(kind.name(), components(it));
        }
      }
    }
    return components(it);
  }

  private static Object components(Record it) {
    SortedMap<String, Object> fields = new TreeMap<>();
    for (Method accessor : ACCESSORS.get(it.getClass())) {
      Object value = read(accessor, it);
      if (value != null && accessor.isAnnotationPresent(JsonValue.class)) {
        return of(value);
      }
      if (value != null && !(isDefault(value) && isOptional(accessor))) {
        fields.put(accessor.getName(), of(value));
      }
    }
    return fields;
  }

  private static boolean isDefault(Object value) {
    return value.equals(false) || value.equals(0);
  }

  private static boolean isOptional(Method accessor) {
    JsonInclude include = accessor.getAnnotation(JsonInclude.class);
    return include != null && include.value() == JsonInclude.Include.NON_DEFAULT;
  }

  private static @Nullable Object read(Method accessor, Record it) {
    try {
      return accessor.invoke(it);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("records on the wire must be public, got " + it, e);
    }
  }
}
